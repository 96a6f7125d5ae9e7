using FeatureLearning.Numerics.Tridiagonal;

namespace FeatureLearning.Tests.Numerics;

/// <summary>Groups of work that follow each other at a distance.</summary>
public class PipelineTests
{
    [Fact]
    public void A_pipeline_gives_each_group_once_and_lets_nobody_overtake()
    {
        const int Groups = 40, Steps = 30, Lag = 4;
        var pipeline = new Pipeline(Groups, Lag);
        var reached = new int[Groups];
        var ahead = 0;
        Parallel.For(0, 4, _ =>
        {
            while (pipeline.Take() is { } group)
            {
                for (var step = 0; step < Steps; step++)
                {
                    pipeline.Await(group, step);
                    if (group > 0 && Volatile.Read(ref reached[group - 1]) < Math.Min(step + Lag, Steps))
                    {
                        Interlocked.Increment(ref ahead);
                    }

                    Interlocked.Increment(ref reached[group]);
                    pipeline.Done(group, step);
                }

                pipeline.Finished(group);
            }
        });
        Assert.Equal(0, ahead);
        Assert.All(reached, steps => Assert.Equal(Steps, steps));
    }

    /// <remarks>The group before does nothing until the other one has had time to overtake it; where it cannot, this does not depend on time.</remarks>
    [Fact]
    public async Task A_group_waits_for_the_one_before()
    {
        const int Lag = 3;
        var pipeline = new Pipeline(2, Lag);
        Assert.Equal(0, pipeline.Take());
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var second = Task.Run(() =>
        {
            var group = pipeline.Take()!.Value;
            begun.SetResult();
            pipeline.Await(group, 0);
        });
        await begun.Task;
        for (var step = 0; step < Lag; step++)
        {
            Assert.NotSame(second, await Task.WhenAny(second, Task.Delay(100)));
            pipeline.Done(0, step);
        }

        await second.WaitAsync(TimeSpan.FromSeconds(60));
    }
}
