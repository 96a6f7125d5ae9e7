using FeatureLearning.Interactive.Engine;

return await InteractiveHost.RunAsync().ConfigureAwait(false);
