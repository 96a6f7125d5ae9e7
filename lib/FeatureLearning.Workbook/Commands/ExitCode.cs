namespace FeatureLearning.Workbook.Commands;

/// <summary>What the command tells its caller.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>A cell failed, timed out or crashed its engine.</summary>
    public const int Failed = 1;

    /// <summary>Bad arguments or bad input.</summary>
    public const int BadInput = 2;

    /// <summary>A solver did not converge (its status says why, and there are no numbers), or draws did not pass the gate.</summary>
    public const int NotConverged = 3;

    /// <summary>Stopped by Ctrl-C, as shells number it.</summary>
    public const int Interrupted = 130;
}
