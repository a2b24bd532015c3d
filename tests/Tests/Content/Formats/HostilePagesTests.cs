using Knowledge.Content;

namespace Knowledge.Tests.Content.Formats;

/// <summary>Pages that are small and mean harm: what is read of them takes neither long nor much memory.</summary>
public sealed class HostilePagesTests
{
    private static readonly Dictionary<string, (string Path, string Text)> Known = new()
    {
        ["a box, then empty lines"] = ("a.md", "# T\n\n!!! note\n    hello\n" + Times("\n", 200_000) + "\nend"),
        ["code in a box, then empty lines"] = ("a.md", "# T\n\n!!! note\n    ```\n" + Times("\n", 200_000) + "\nend"),
        ["colons, then empty lines"] = ("a.md", "# T\n\n:::note\nhello\n" + Times("\n \n", 80_000) + ":::\n"),
        ["comments that never end"] = ("a.mdx", "# T\n\n" + Times("{/*\n", 60_000)),
        ["a comment that ends in front"] = ("a.mdx", "# T\n\n*/}\n" + Times("{/*\n", 60_000)),
        ["an attribute used often"] = ("a.adoc", "= T\n:a: " + Times("x", 100_000) + "\n\n" + Times("{a}{a}{a}\n", 12_000)),
        ["a short attribute used often"] = ("a.adoc", "= T\n:a: " + Times("x", 1_900) + "\n\n" + Times("{a}{a}{a}\n", 20_000)),
        ["a substitution used often"] = ("a.rst", "T\n=\n\n.. |a| replace:: " + Times("x", 90_000) + "\n\n" + Times("|a| |a|\n", 20_000)),
        ["quotes in quotes"] = (
            "a.adoc",
            "= T\n\n" + string.Concat(Enumerable.Range(5, 395).Select(n => new string('_', n) + "\n")) + Times("x\n", 80_000)
        ),
        ["a cell of many lines"] = ("a.adoc", "= T\n\n|===\n|a |b\n" + Times("c\n", 120_000) + "|===\n"),
        ["a cell of a list of many lines"] = ("a.rst", "T\n=\n\n.. list-table::\n\n   * - a\n" + Times(" b\n", 80_000)),
        ["a cell of a grid of many lines"] = ("a.rst", "T\n=\n\n+---+\n" + Times("|ab|\n", 50_000) + "+---+\n"),
        ["many columns"] = (
            "a.rst",
            "T\n=\n\n" + Times("== ", 40_000) + "\n" + Times(Times("a  ", 40) + "\n", 1_000) + Times("== ", 200) + "\n"
        ),
        ["backticks"] = ("a.ipynb", """{"cells":[{"cell_type":"code","source":" """ + Times("`", 200_000) + "\"}]}"),
    };

    private static string Times(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    public static TheoryData<string> Names => [.. Known.Keys];

    [Theory(Timeout = 15_000)]
    [MemberData(nameof(Names))]
    public async Task Is_read_at_once_and_does_not_grow(string name)
    {
        var (path, text) = Known[name];
        Assert.InRange(text.Length, 1, DocumentReader.MaxCharacters);

        var (read, allocated) = await Task.Run(
            () =>
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var result = DocumentReader.Read(new("s", "docs", path, text));
                return (result, GC.GetAllocatedBytesForCurrentThread() - before);
            },
            TestContext.Current.CancellationToken
        );

        Assert.InRange(allocated, 0, 2_000_000_000);
        Assert.InRange(Assert.Single(read.Documents).Markdown.Length, 1, 10 * DocumentReader.MaxCharacters);
    }

    [Fact]
    public void Names_stand_for_texts_as_they_did()
    {
        Assert.Contains(
            "Restart Knowledge 2 on db-2.",
            Documents
                .Pages.Read("= T\n:product: Knowledge 2\n:host: db-1\n:host: db-2\n\nRestart {product} on {host}.\n", "a.adoc")
                .Markdown,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Restart Knowledge 2 on |other|.",
            Documents.Pages.Read("T\n=\n\n.. |p| replace:: Knowledge 2\n\nRestart |p| on |other|.\n", "a.rst").Markdown,
            StringComparison.Ordinal
        );
    }
}
