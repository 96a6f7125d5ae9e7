using FeatureLearning.Workbook.Formats;

namespace FeatureLearning.Workbook.Tests.Formats;

/// <summary>Mangled files: a reader either refuses with its own error or returns something that both writers can write and read again.</summary>
public sealed class MangledNotebookTests
{
    private const string Dib =
        "#!meta\n{\"kernelInfo\":{\"defaultKernelName\":\"csharp\",\"items\":[{\"aliases\":[\"x\"],\"name\":\"y\"}]}}\n#!markdown\n# T\n#!csharp\n1\n#!y\n2\n";

    private const string Ipynb =
        """
        {"cells":[{"cell_type":"code","id":"a","metadata":{"polyglot_notebook":{"kernelName":"csharp"}},"execution_count":1,
        "outputs":[{"output_type":"stream","name":"stdout","text":["a\n","b"]},{"output_type":"display_data","data":{"text/plain":"\u00e9\ud83d\ude00",
        "application/json":{"a":[1,2.5e3,null,true]}},"metadata":{}},{"output_type":"error","ename":"E","evalue":"v","traceback":["t"]}],
        "source":["1\n","2"]},{"cell_type":"markdown","metadata":{},"attachments":{"i":{"image/png":"AA"}},"source":"x"},{"cell_type":"raw","source":""}],
        "metadata":{"kernelspec":{"name":".net-csharp","language":"C#"},"polyglot_notebook":{"defaultKernelName":"csharp","items":[]}},"nbformat":4,"nbformat_minor":5}
        """;

    private static readonly string[] Pieces =
        ["\"", "{", "}", "[", "]", ",", ":", "null", "1e999", "\"\\ud800\"", "\n#!csharp\n", "\n#!meta\n", "#!", "\r\n", "\0", "\uFEFF", "\ud800", "[[[[[[[[[["];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nothing_but_a_format_error_comes_out(int seed)
    {
        Random random = new(seed);
        for (int i = 0; i < 20_000; i++)
        {
            string dib = Mangle(Dib, random);
            string ipynb = Mangle(Ipynb, random);
            Check(dib, DibReader.Read, seed, i);
            Check(ipynb, IpynbReader.Read, seed, i);
        }
    }

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"\\udc00\":1}")]
    public void Half_a_surrogate_pair_is_refused(string metadata) => Assert.Throws<NotebookFormatException>(
        () => IpynbReader.Read($"{{\"cells\":[],\"nbformat\":4,\"metadata\":{{\"x\":{metadata}}}}}"));

    private static void Check(string text, Func<string, Notebook> read, int seed, int i)
    {
        try
        {
            Notebook notebook = read(text);
            _ = DibReader.Read(DibWriter.Write(notebook));
            _ = IpynbReader.Read(IpynbWriter.Write(notebook));
        }
        catch (NotebookFormatException)
        {
        }
        catch (Exception exception)
        {
            Assert.Fail($"seed {seed}, input {i}: {exception.GetType().Name} {exception.Message}\n{exception.StackTrace}\n{text}");
        }
    }

    private static string Mangle(string text, Random random)
    {
        for (int cuts = random.Next(1, 5); cuts > 0 && text.Length > 1; cuts--)
        {
            int at = random.Next(text.Length);
            int length = random.Next(Math.Min(12, text.Length - at));
            string piece = random.Next(3) == 0 ? "" : Pieces[random.Next(Pieces.Length)];
            text = text[..at] + piece + text[(at + length)..];
        }

        return text;
    }
}
