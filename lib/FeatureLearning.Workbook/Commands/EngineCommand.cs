using System.CommandLine;
using FeatureLearning.Workbook.Engine;

namespace FeatureLearning.Workbook.Commands;

/// <summary><c>workbook engine</c>: the child process that runs one notebook's cells. For <c>workbook run</c>, not for people.</summary>
internal static class EngineCommand
{
    public static Command Create()
    {
        Command command = new("engine", "Runs C# cells for JSON requests on standard input.") { Hidden = true };
        command.SetAction(_ => EngineHost.Run());
        return command;
    }
}
