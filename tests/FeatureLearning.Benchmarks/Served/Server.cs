using System.Diagnostics;
using System.Text.Json;

namespace FeatureLearning.Benchmarks.Served;

/// <summary>
/// This project's side of a served work: <c>serve NAME</c> reads one JSON object a line and writes one. The same protocol as <c>peers/serve.py</c>:
/// <c>{"load": FOLDER, …}</c>, <c>{"run": true}</c> with seconds of wall and of processor time, <c>{"answer": true}</c>, which writes the last answers to <c>NAME.ours</c>.
/// </summary>
internal static class Server
{
    public static int Run(string[] arguments)
    {
        if (arguments is not [var name] || !Tasks.TryGetValue(name, out var create))
        {
            Console.Error.WriteLine("serve is the benchmark's own; use compare.");
            return 2;
        }

        var task = create();
        ServedFolder? folder = null;
        IReadOnlyDictionary<string, double[]> answers = new Dictionary<string, double[]>();
        while (Console.In.ReadLine() is { } line)
        {
            using var question = JsonDocument.Parse(line);
            if (question.RootElement.TryGetProperty("load", out var path))
            {
                folder = new ServedFolder(path.GetString()!);
                task.Load(folder, question.RootElement);
                Console.WriteLine("{}");
            }
            else if (question.RootElement.TryGetProperty("answer", out _))
            {
                foreach (var (key, numbers) in answers)
                    folder!.Write(key + ".ours", numbers);
                Console.WriteLine(JsonSerializer.Serialize(new { names = answers.Keys }));
            }
            else
            {
                var (begin, processor) = (Stopwatch.GetTimestamp(), Processor());
                answers = task.Run();
                Console.WriteLine(JsonSerializer.Serialize(new { seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds, processor = Processor() - processor }));
            }
        }

        return 0;
    }

    private static Dictionary<string, Func<IServedTask>> Tasks { get; } = new()
    {
        ["proportional-warm"] = () => new ProportionalTask(),
        ["sweep"] = () => new SweepTask(),
        ["exact-linear"] = () => new ExactLinearTask(),
        ["single-neuron"] = () => new SingleNeuronTask(),
        ["arcsine"] = () => new ArcsineTask(),
    };

    // Not of the Process class, which knows it to a hundredth of a second.
    private static double Processor() => Environment.CpuUsage.TotalTime.TotalSeconds;
}
