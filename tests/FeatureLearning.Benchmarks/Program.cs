using System.Globalization;
using FeatureLearning.Benchmarks;
using FeatureLearning.Benchmarks.Works;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["scaling", ..])
    return FeatureLearning.Benchmarks.Scaling.ScalingCommand.Run(args[1..]);
if (args is ["growth", ..])
    return FeatureLearning.Benchmarks.Scaling.GrowthCommand.Run(args[1..]);
if (args is ["serve", ..])
    return FeatureLearning.Benchmarks.Served.Server.Run(args[1..]);
if (args is ["floors", ..])
    return FeatureLearning.Benchmarks.Floors.FloorsCommand.Run(args[1..]);
if (args is ["kernels", ..])
    return FeatureLearning.Benchmarks.Kernels.KernelsCommand.Run(args[1..]);
if (args is ["peaks", ..])
    return FeatureLearning.Benchmarks.Peaks.PeaksCommand.Run(args[1..]);
if (Settings.Parse(args) is not { } settings)
    return Settings.Help();
try
{
    var agree = true;
    foreach (var work in Catalogue.All.Where(work => settings.Work == Settings.Everything || settings.Work == work.Name))
    {
        Console.Error.WriteLine($"{work.Name}: {work.Summary}");
        var report = work.Run(settings);
        Console.WriteLine(report.Complete(settings.Repetitions));
        if (settings.Store)
            report.Keep(settings.Repetitions);
        agree &= report.Agrees;
    }

    return agree ? 0 : 1;
}
catch (MissingException missing)
{
    Console.Error.WriteLine(missing.Message);
    return 2;
}
