using System.Text.RegularExpressions;

namespace Knowledge.Tests.Docs;

/// <summary>Lines fit a window beside another one: code 140 columns, prose in Markdown 120.</summary>
public sealed partial class LineLengthTests
{
    private const int CodeColumns = 140;
    private const int ProseColumns = 120;

    private static readonly string[] CodeExtensions = [".cs", ".razor", ".css", ".js", ".sql", ".sh", ".lua", ".java", ".py"];

    [Fact]
    public void Lines_of_code_fit()
    {
        var files = Repository.Files().Where(IsCode).ToList();
        Assert.InRange(files.Count, 500, int.MaxValue);
        var found = files.SelectMany(f => Long(f, File.ReadLines(Path.Combine(Repository.Root, f)), CodeColumns)).ToList();
        Assert.True(found.Count == 0, $"Longer than {CodeColumns} columns:\n{string.Join('\n', found)}");
    }

    [Fact]
    public void Prose_fits()
    {
        var files = Repository.Files().Where(f => f.EndsWith(".md", StringComparison.Ordinal)).ToList();
        Assert.InRange(files.Count, 20, int.MaxValue);
        var found = files.SelectMany(f => Long(f, Prose(Repository.Text(f)), ProseColumns)).ToList();
        Assert.True(found.Count == 0, $"Longer than {ProseColumns} columns:\n{string.Join('\n', found)}");
    }

    [Theory]
    [InlineData("a sentence", true)]
    [InlineData("- an item", true)]
    [InlineData("> a quotation", true)]
    [InlineData("## A heading", true)]
    [InlineData("| a table", false)]
    [InlineData("```\na block of code\n```\n", false)]
    [InlineData("- item\n\n  ```\n  a block of code\n  ```\n", false)]
    [InlineData("---\ntitle: front matter\n---\n", false)]
    [InlineData("---\ntitle: front matter\n---\nprose after it", true)]
    [InlineData("```\ncode\n```\nprose after it", true)]
    [InlineData("[see](https://example.com/", false)]
    [InlineData("Check: `kubectl ", false)]
    public void What_counts_as_prose(string text, bool counts)
    {
        var at = text.TrimEnd('-', '`', '\n', ' ').Length;
        var fill = string.Concat(Enumerable.Repeat(text.StartsWith('[') ? "abcdefghi/" : "abcdefghi ", 15));
        var end =
            text.StartsWith('[') ? ")"
            : text.StartsWith("Check", StringComparison.Ordinal) ? "`"
            : "";
        var lines = Prose(text.Insert(text.StartsWith("Check", StringComparison.Ordinal) ? text.Length : at, fill + end)).ToList();
        Assert.Equal(counts, Long("x.md", lines, ProseColumns).Any());
    }

    private static bool IsCode(string file) =>
        CodeExtensions.Contains(Path.GetExtension(file), StringComparer.Ordinal) || Path.GetFileName(file) is "run";

    private static IEnumerable<string> Long(string file, IEnumerable<string> lines, int columns) =>
        lines
            .Select((line, i) => (line.Length, Number: i + 1))
            .Where(l => l.Length > columns)
            .Select(l => $"{file}:{l.Number} ({l.Length})");

    /// <summary>
    /// The lines as far as an author can cut them: nothing of tables, blocks of code and front matter, no command, no address.
    /// </summary>
    private static IEnumerable<string> Prose(string text)
    {
        var (inFrontMatter, fence, number) = (false, "", 0);
        foreach (var line in text.Split('\n'))
        {
            number++;
            var start = Fence().Match(line).Groups[1].Value;
            if (number == 1 && line == "---" || inFrontMatter && line == "---")
                inFrontMatter = !inFrontMatter;
            else if (!inFrontMatter && fence.Length == 0 && start.Length > 0)
                fence = start;
            else if (fence.Length > 0 && line.Trim() == fence)
                fence = "";
            else if (!inFrontMatter && fence.Length == 0 && !line.StartsWith('|'))
            {
                yield return Uncuttable().Replace(line, "");
                continue;
            }
            yield return "";
        }
    }

    [GeneratedRegex(@"^[\s>]*(?:(?:[-*+]|\d+[.)])\s+)?(`{3,}|~{3,})")]
    private static partial Regex Fence();

    /// <summary>A long command in a code span, the target of a link, a bare address.</summary>
    [GeneratedRegex(@"`[^`]{60,}`|(?<=\]\()[^()\s]+(?=\))|https?://\S+")]
    private static partial Regex Uncuttable();
}
