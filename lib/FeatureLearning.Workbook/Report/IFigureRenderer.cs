namespace FeatureLearning.Workbook.Report;

/// <summary>All that the command asks of FeatureLearning.Plotly: plotly.js itself, a figure's HTML, and static pictures.</summary>
internal interface IFigureRenderer
{
    /// <summary>plotly.min.js on this machine, or null.</summary>
    string? ScriptPath { get; }

    /// <summary>Where a page without a copy loads plotly.js from.</summary>
    string ScriptUrl { get; }

    /// <summary>Why there is no copy on this machine, or null.</summary>
    string? WhyMissing { get; }

    /// <summary>HTML for an executed notebook: loads plotly.js from the network and shows the picture when that fails.</summary>
    string ForNotebook(string figureJson, byte[]? picture, string? caption);

    /// <summary>HTML for a page that has loaded plotly.js already.</summary>
    string ForPage(string figureJson, string elementId, string? caption);

    /// <summary>
    /// PNG pictures of all figures from one browser start, or null when there is no browser or no plotly.js. A figure that cannot be drawn
    /// has none, and <paramref name="onMissing"/> is told why.
    /// </summary>
    Task<IReadOnlyList<byte[]?>?> RenderAsync(IReadOnlyList<string> figureJson, Action<string> onMissing, CancellationToken cancellation);
}
