namespace FeatureLearning.Workbook.Sweeps.Grids;

/// <summary>A grid or a job file that cannot be read. The message says where (networks[0].width), what came and what was expected.</summary>
internal sealed class GridException(string message, Exception? cause = null) : Exception(message, cause);
