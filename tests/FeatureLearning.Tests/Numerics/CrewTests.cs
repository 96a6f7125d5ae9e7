using FeatureLearning.Numerics;

namespace FeatureLearning.Tests.Numerics;

/// <summary>Loops of a crew: everything once, one loop after the other, with helpers and without.</summary>
public class CrewTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Each_index_of_each_loop_is_called_once_before_the_next_loop(int threads)
    {
        const int Loops = 3000;
        var calls = new int[Loops, 7];
        var early = 0;
        Crew.Run(threads, crew =>
        {
            for (var loop = 0; loop < Loops; loop++)
            {
                var at = loop;
                crew.For(at % 8, i =>
                {
                    Interlocked.Increment(ref calls[at, i]);
                    for (var before = 0; at > 0 && before < (at - 1) % 8; before++)
                    {
                        early += Volatile.Read(ref calls[at - 1, before]) == 1 ? 0 : 1;
                    }
                });
            }
        });
        Assert.Equal(0, early);
        for (var loop = 0; loop < Loops; loop++)
        {
            for (var i = 0; i < 7; i++)
            {
                Assert.Equal(i < loop % 8 ? 1 : 0, calls[loop, i]);
            }
        }
    }

    /// <remarks>Both wait for each other within one loop, which one thread alone could not end.</remarks>
    [Fact]
    public void Others_do_help()
    {
        using var meeting = new Barrier(2);
        var met = false;
        Crew.Run(2, crew => crew.For(2, _ => met = meeting.SignalAndWait(TimeSpan.FromSeconds(60))));
        Assert.True(met);
    }

    /// <remarks>Both hold an index at once, and the helper is done with its own a while after the leader.</remarks>
    [Fact]
    public void A_loop_ends_when_the_slowest_is_done()
    {
        using var meeting = new Barrier(2);
        var done = 0;
        Crew.Run(2, crew =>
        {
            var leader = Environment.CurrentManagedThreadId;
            crew.For(2, _ =>
            {
                Assert.True(meeting.SignalAndWait(TimeSpan.FromSeconds(60)));
                if (Environment.CurrentManagedThreadId != leader)
                {
                    Thread.Sleep(100);
                }

                Interlocked.Increment(ref done);
            });
            Assert.Equal(2, done);
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_exception_reaches_the_caller(int threads)
    {
        var error = Assert.ThrowsAny<Exception>(() => Crew.Run(threads, crew => crew.For(5, i => throw new ArithmeticException($"{i}"))));
        while (error is AggregateException { InnerException: { } inner })
        {
            error = inner;
        }

        Assert.IsType<ArithmeticException>(error);
    }
}
