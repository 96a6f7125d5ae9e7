using FeatureLearning.Engine;
using FeatureLearning.Protocol;

return EngineHost.Run(EngineSettings.Parse(args));
