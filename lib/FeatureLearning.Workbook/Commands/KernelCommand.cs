using System.CommandLine;
using FeatureLearning.Workbook.Jupyter;

namespace FeatureLearning.Workbook.Commands;

/// <summary><c>workbook kernel</c>: C# as a kernel of Jupyter.</summary>
internal static class KernelCommand
{
    private const string DefaultName = "csharp-workbook";

    /// <summary>What the repository's notebooks, as every C# notebook of .NET Interactive, name in their kernelspec.</summary>
    private const string NotebooksName = ".net-csharp";

    public static Command Create() => new("kernel", "Registers the workbook's C# as a kernel of Jupyter, or takes it away.")
    {
        Verb("install", "Registers the kernel for JupyterLab, VS Code and nbconvert.", Install),
        Verb("uninstall", "Takes the kernel away.", (kernels, name, _) =>
        {
            Console.Out.WriteLine($"removed: {KernelInstaller.Uninstall(kernels, name)}");
            return ExitCode.Success;
        }),
    };

    private static int Install(string kernels, string name, Lazy<PythonWithKernel> python)
    {
        Console.Out.WriteLine($"{KernelInstaller.DisplayName}: {KernelInstaller.Install(kernels, name, python.Value.Executable)}");
        if (name != NotebooksName)
        {
            Console.Out.WriteLine($"notebooks that ask for '{NotebooksName}' open with it after: workbook kernel install --name {NotebooksName}");
        }

        return ExitCode.Success;
    }

    private static Command Verb(string verb, string description, Func<string, string, Lazy<PythonWithKernel>, int> action)
    {
        Option<bool> user = new("--user") { Description = "For this user (the default)." };
        Option<string?> prefix = new("--prefix") { Description = "Under DIR/share/jupyter, such as a virtual environment.", HelpName = "DIR" };
        Option<bool> systemPrefix = new("--sys-prefix") { Description = "Under the prefix of the Python that runs the kernel." };
        Option<string> name = new("--name")
        {
            Description = $"The kernel's name in kernelspecs; {NotebooksName} opens C# notebooks as they are.",
            DefaultValueFactory = _ => DefaultName,
        };
        Option<string?> python = new("--python") { Description = "A Python that can import ipykernel; looked for on PATH by default.", HelpName = "FILE" };
        Command command = new(verb, description) { user, prefix, systemPrefix, name, python };
        command.SetAction(parsed =>
        {
            Lazy<PythonWithKernel> found = new(() => PythonWithKernel.Find(parsed.GetValue(python)));
            string? under = parsed.GetValue(prefix);
            bool isSystem = parsed.GetValue(systemPrefix);
            if ((parsed.GetValue(user) ? 1 : 0) + (under is null ? 0 : 1) + (isSystem ? 1 : 0) > 1)
            {
                throw new UsageException("--user, --prefix and --sys-prefix exclude each other");
            }

            string kernels = under is not null ? KernelPlace.Under(under) : isSystem ? KernelPlace.Under(found.Value.Prefix) : KernelPlace.User;
            return action(kernels, parsed.GetValue(name)!, found);
        });
        return command;
    }
}
