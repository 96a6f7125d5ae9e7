using FeatureLearning.Workbook.Commands;

namespace FeatureLearning.Workbook.Jupyter;

/// <summary>The folders in which Jupyter looks for kernels (https://jupyter-client.readthedocs.io, “Kernel specs”).</summary>
internal static class KernelPlace
{
    /// <summary>The user's kernels.</summary>
    public static string User => Path.Combine(UserData, "kernels");

    /// <summary>The kernels of an installation under a prefix such as a virtual environment.</summary>
    public static string Under(string prefix) => Path.Combine(Path.GetFullPath(prefix), "share", "jupyter", "kernels");

    /// <summary>Jupyter takes letters, digits and <c>. _ -</c> in a kernel's name.</summary>
    /// <exception cref="UsageException">The name is not one.</exception>
    public static string Checked(string name) =>
        name.Length is > 0 and <= 64 && name is not ("." or "..") && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
            ? name
            : throw new UsageException($"'{name}' is not a kernel's name: letters, digits and . _ - are allowed");

    private static string UserData
    {
        get
        {
            if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } given)
            {
                return given;
            }

            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
            return OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Jupyter")
                : OperatingSystem.IsWindows() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter")
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "jupyter");
        }
    }
}
