using System.Globalization;
using System.Text.RegularExpressions;
using Knowledge.Indexer.Embeddings.Encoder;
using Knowledge.Indexer.Embeddings.Table;
using Knowledge.Tests.Indexer.Commands;
using Knowledge.Tests.Indexer.Embeddings.Encoder;

namespace Knowledge.Tests.Indexer.Embeddings.Distillation;

/// <summary><c>kb embed distil</c>.</summary>
public sealed partial class DistillationTests : IDisposable
{
    // csharpier-ignore
    private static readonly string[] Words =
    [
        "disk", "full", "no", "data", "dash", "board", "is", "blank", "empty", "panel", "cafe", "naive", "a", "b", "cls",
    ];

    private readonly Fixture files = new();
    private readonly TinyModel teacher = new(width: 16, heads: 4);

    public DistillationTests()
    {
        var random = new Random(4);
        files.With(
            "texts.txt",
            string.Join(
                '\n',
                Enumerable
                    .Range(0, 3000)
                    .Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(3, 9)).Select(_ => Words[random.Next(Words.Length)])))
            )
        );
    }

    public void Dispose()
    {
        files.Dispose();
        teacher.Dispose();
    }

    private string At(string name) => Path.Combine(files.Directory, name);

    private string[] Arguments(
        string table,
        int texts = 2500,
        int dimensions = 16,
        int epochs = 6,
        int threads = 2,
        string vectors = "teacher"
    ) =>
        [
            "embed",
            "distil",
            "--teacher",
            teacher.Root,
            "--text",
            At("texts.txt"),
            "--out",
            At(table),
            "--teacher-vectors",
            At(vectors),
            "--texts",
            $"{texts}",
            "--dimensions",
            $"{dimensions}",
            "--epochs",
            $"{epochs}",
            "--threads",
            $"{threads}",
        ];

    [Fact]
    public async Task It_makes_a_table_that_imitates_its_teacher()
    {
        var (exit, output, error) = await Kb.Run(Arguments("a.table", epochs: 30));
        Assert.True(exit == 0, error);
        Assert.Equal("", output);

        // Of texts that nothing was learned from.
        var cosines = CosineOf().Matches(error).Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(31, cosines.Count);
        Assert.True(cosines[0] < 0.8 && cosines[^1] > 0.95, error);

        // Its directions are the teacher's turned, so only what is near to what can be compared.
        var table = StaticTable.Read(At("a.table"));
        string[] texts = ["disk full no data panel", "disk full no data", "blank cafe naive"];
        var expected = SentenceEncoder.Load(teacher.Root).Encode(texts, cancellation: TestContext.Current.CancellationToken);
        var own = texts.Select(text => table.Embed(text, [])).ToList();
        Assert.Equal(Dot(expected[0], expected[1]) > Dot(expected[0], expected[2]), Dot(own[0], own[1]) > Dot(own[0], own[2]));
    }

    [GeneratedRegex("cosine ([0-9.]+)")]
    private static partial Regex CosineOf();

    [Fact]
    public async Task The_teacher_is_asked_once_and_the_same_inputs_give_the_same_bytes()
    {
        Assert.Equal(0, (await Kb.Run(Arguments("a.table", threads: 1))).ExitCode);
        var (exit, _, error) = await Kb.Run(Arguments("b.table", threads: 3));
        Assert.Equal(0, exit);
        Assert.DoesNotContain("asked", error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(At("a.table")), File.ReadAllBytes(At("b.table")));
    }

    [Fact]
    public async Task What_is_wrong_is_reported_in_one_line()
    {
        await AssertRefused("nowhere", ["embed", "distil", "--teacher", At("nowhere"), "--text", At("texts.txt"), "--out", At("a.table")]);
        await AssertRefused("texts.txt has vectors of another teacher", Arguments("a.table", vectors: "texts.txt"));
        await AssertRefused("multiples of 8", Arguments("a.table", dimensions: 20));
        await AssertRefused("too few", Arguments("a.table", texts: 1000));
        await AssertRefused("--epochs", Arguments("a.table", epochs: 0));
        Assert.False(File.Exists(At("a.table")));
    }

    private static async Task AssertRefused(string named, string[] arguments)
    {
        var (exit, output, error) = await Kb.Run(arguments);
        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(named, error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1], StringComparison.Ordinal);
    }

    private static double Dot(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
}
