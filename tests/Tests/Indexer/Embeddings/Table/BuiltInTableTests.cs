using System.Security.Cryptography;
using Knowledge.Indexer.Embeddings.Table;

namespace Knowledge.Tests.Indexer.Embeddings.Table;

public sealed class BuiltInTableTests
{
    private const string Path = "indexer/Embeddings/Table/built-in.table";

    [Fact]
    public void It_is_the_file_that_the_recipe_names_and_no_larger_than_12_MiB()
    {
        var bytes = File.ReadAllBytes(System.IO.Path.Combine(Repository.Root, Path));
        Assert.InRange(bytes.Length, 1, 12 << 20);
        Assert.Contains(
            Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Repository.Text("indexer/Embeddings/Distillation/README.md"),
            StringComparison.Ordinal
        );
        Assert.Equal(StaticTable.Read(new MemoryStream(bytes)).Checksum, BuiltInTable.Value.Checksum);
    }

    [Fact]
    public void Its_teacher_and_the_licences_are_named()
    {
        var notice = Repository.Text("NOTICE");
        Assert.Contains("all-MiniLM-L6-v2", notice, StringComparison.Ordinal);
        Assert.Contains("Apache License 2.0", notice, StringComparison.Ordinal);
        Assert.Contains(Path, notice, StringComparison.Ordinal);
        Assert.All(
            Repository.Text("indexer/Embeddings/Distillation/debian-packages.tsv").Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Matches(@"^[a-z0-9.+-]+\t(\d+|passages)\t[\w(].*$", line)
        );
    }

    [Theory]
    [InlineData("no space left on device", "disk full", "login fails")]
    [InlineData("cannot sign in", "authentication rejected", "disk full")]
    [InlineData("charts are blank", "graphs show nothing", "certificate expired")]
    [InlineData("the mail never arrives", "message delivery delayed", "processor temperature high")]
    [InlineData("page is slow", "latency of requests is high", "restore the backup")]
    public void What_means_the_same_is_nearer(string text, string near, string far)
    {
        var vectors = new[] { text, near, far }.Select(t => BuiltInTable.Value.Embed(t, [])).ToList();
        Assert.True(
            Dot(vectors[0], vectors[1]) > Dot(vectors[0], vectors[2]) + 0.05,
            $"{Dot(vectors[0], vectors[1])}, {Dot(vectors[0], vectors[2])}"
        );
    }

    private static double Dot(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
}
