using CsCheck;
using Knowledge.Indexer.Postmortems;

namespace Knowledge.Tests.Indexer.Postmortems;

public sealed class TextMergeTests
{
    [Theory]
    [InlineData("a\nb\nc\nd\n", "a\nB\nc\nd\n", "a\nb\nc\nD\n", "a\nB\nc\nD\n", 0)]
    [InlineData("a\nb\nc\n", "x\na\nb\nc\n", "a\nb\nc\ny\n", "x\na\nb\nc\ny\n", 0)]
    [InlineData("a\nb\nc\n", "a\nc\n", "a\nb\nc\nd\n", "a\nc\nd\n", 0)]
    [InlineData("a\nb\nc\n", "a\nT\nc\n", "a\nO\nc\n", "a\nO\nc\n", 1)]
    [InlineData("a\nb\nc\n", "a\nX\nc\n", "a\nX\nc\n", "a\nX\nc\n", 0)]
    [InlineData("a\nb\n", "a\nb\nt\n", "a\nb\no\n", "a\nb\no\n", 1)]
    [InlineData("", "t\n", "o\n", "o\n", 1)]
    [InlineData("a\nb\nc\nd\ne\n", "A\nb\nc\nd\nE\n", "a\nB\nC\nD\ne\n", "A\nB\nC\nD\nE\n", 0)]
    public void Both_changes_are_kept_and_a_conflict_keeps_ours_and_reports_theirs(
        string from,
        string theirs,
        string ours,
        string merged,
        int conflicts
    )
    {
        var merge = TextMerge.Of(from, theirs, ours)!;
        Assert.Equal((merged, conflicts), (merge.Text, merge.Conflicts.Count));
    }

    private static readonly Gen<(int At, bool Replaces)[]> Changes = Gen.Select(Gen.Int[0, 99], Gen.Bool).Array[0, 3];

    [Fact]
    public void Nothing_that_either_wrote_is_lost() =>
        Gen.Select(Gen.Int[0, 11], Changes, Changes)
            .Sample(
                (count, changesOfTheirs, changesOfOurs) =>
                {
                    string[] from = [.. Enumerable.Range(0, count).Select(i => $"l{i}")];
                    var (theirs, ours) = (Changed(from, "t", changesOfTheirs), Changed(from, "o", changesOfOurs));
                    var merge = TextMerge.Of(string.Join('\n', from), theirs, ours)!;
                    var told = merge.Text + "\n" + string.Join('\n', merge.Conflicts);
                    Assert.All(theirs.Split('\n').Where(l => l.StartsWith('t')), l => Assert.Contains(l, told, StringComparison.Ordinal));
                    Assert.All(ours.Split('\n').Where(l => l.StartsWith('o')), l => Assert.Contains(l, merge.Text.Split('\n')));
                },
                iter: 500
            );

    private static string Changed(string[] from, string by, (int At, bool Replaces)[] changes)
    {
        var lines = from.ToList();
        foreach (var ((place, replaces), i) in changes.Select((change, i) => (change, i)))
        {
            var at = place % (lines.Count + 1);
            if (at < lines.Count && replaces)
                lines[at] = $"{by}{i}";
            else
                lines.Insert(at, $"{by}{i}");
        }
        return string.Join('\n', lines);
    }

    [Fact]
    public void A_difference_shows_what_is_around_it()
    {
        var old = string.Join('\n', Enumerable.Range(1, 30));
        var runs = TextDiff.Of(old, old.Replace("\n15\n", "\nfifteen\n", StringComparison.Ordinal), 2)!;
        Assert.Equal(
            ["13", "14", "-15", "+fifteen", "16", "17"],
            Assert
                .Single(runs)
                .Select(l => $"{(l.Kind == DiffKind.Same ? "" : l.Kind == DiffKind.Added ? "+" : "-")}{l.Text}")
        );
        Assert.Empty(TextDiff.Of(old, old)!);
        Assert.Null(TextDiff.Of(new string('\n', 10_000), "a"));
    }
}
