using System.Text.RegularExpressions;

namespace Knowledge.Tests.Abuse;

/// <summary>No pattern can be made to run for long by the text that it is matched with.</summary>
public sealed partial class A07RegexTests
{
    private static readonly string[] Projects = ["content", "indexer", "api"];

    // Whoever adds one that can go back says how long it may.
    [Fact]
    public void Every_pattern_runs_in_linear_time_or_has_a_limit()
    {
        var without = new List<string>();
        var seen = 0;
        foreach (
            var file in Projects.SelectMany(p =>
                Directory.EnumerateFiles(Path.Combine(Repository.Root, p), "*.cs", SearchOption.AllDirectories)
            )
        )
        {
            var text = File.ReadAllText(file);
            foreach (var start in new[] { "[GeneratedRegex(", "new Regex(", "new(@\"", "Regex.IsMatch(", "Regex.Replace(", "Regex.Match(" })
                for (
                    var at = text.IndexOf(start, StringComparison.Ordinal);
                    at >= 0;
                    at = text.IndexOf(start, at + 1, StringComparison.Ordinal)
                )
                {
                    if (start == "new(@\"")
                        continue;
                    var end = start[0] == '[' ? text.IndexOf("private", at, StringComparison.Ordinal) : text.IndexOf(';', at);
                    if (end < 0)
                        end = Math.Min(text.Length, at + 600);
                    var pattern = text[at..end];
                    seen++;
                    if (
                        !pattern.Contains("NonBacktracking", StringComparison.Ordinal)
                        && !pattern.Contains("TimeSpan", StringComparison.Ordinal)
                        && !WithLimit().IsMatch(pattern)
                    )
                        without.Add($"{Path.GetFileName(file)}: {pattern.Split('\n')[0]}");
                }
        }

        Assert.Empty(without);
        Assert.True(seen > 50, $"{seen}");
    }

    [GeneratedRegex(@",\s*(matchTimeoutMilliseconds:\s*)?[0-9]{2,4}\s*\)\]\s*$")]
    private static partial Regex WithLimit();
}
