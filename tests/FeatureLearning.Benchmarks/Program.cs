using System.Globalization;
using FeatureLearning.Benchmarks;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["scaling", ..])
    return FeatureLearning.Benchmarks.Scaling.ScalingCommand.Run(args[1..]);
try
{
    return Settings.Parse(args) is { } settings ? Comparison.Run(settings) : Settings.Help();
}
catch (MissingException missing)
{
    Console.Error.WriteLine(missing.Message);
    return 2;
}
