using CsCheck;
using Knowledge.Indexer.Text;

namespace Knowledge.Tests.Indexer.Text;

public sealed class SpellingTests
{
    private static Spelling Of(params IEnumerable<string> words) => new(TermList.Of([.. words.Order(StringComparer.Ordinal)]));

    private static readonly Spelling Words = Of(
        "disk",
        "empty",
        "prices",
        "stale",
        "dashboard",
        "dashboards",
        "websocket",
        "certificate",
        "räume"
    );

    [Theory]
    [InlineData("emty", "empty")] // Letter left out: five were meant.
    [InlineData("emptyy", "empty")]
    [InlineData("empyt", "empty")]
    [InlineData("ampty", null)] // The first letter counts twice.
    [InlineData("mepty", null)]
    [InlineData("pricse", "prices")]
    [InlineData("prciess", null)] // Two errors take nine letters.
    [InlineData("dsik", null)] // Four letters are too few to tell.
    [InlineData("empt1", null)]
    [InlineData("räme", "räume")]
    [InlineData("empty", null)] // Known: nothing to mend.
    public void One_error_is_corrected_from_five_letters(string typed, string? meant) =>
        Assert.Equal(meant is null ? [] : [(meant, 1)], Words.Correct(typed));

    [Theory]
    [InlineData("websoket", "websocket", 1)] // Eight letters, one error.
    [InlineData("wbesocekt", "websocket", 2)]
    [InlineData("cretificat", "certificate", 2)]
    [InlineData("zertificate", "certificate", 2)] // The first letter, and nothing else.
    [InlineData("ertificate", "certificate", 2)]
    [InlineData("ecrtificate", "certificate", 2)]
    [InlineData("xcertificate", "certificate", 2)]
    [InlineData("zertificat", null, 0)]
    [InlineData("wbeoscekt", null, 0)]
    public void Two_errors_are_corrected_from_nine_letters(string typed, string? meant, int edits) =>
        Assert.Equal(meant is null ? [] : [(meant, edits)], Words.Correct(typed));

    [Fact]
    public void What_one_or_two_errors_away_is_found_and_nothing_else()
    {
        var letter = Gen.Char["abcdé"];
        var changes = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 99], letter).Array[0, 3];
        var corrected = 0;
        Gen.Select(Gen.String[letter, 4, 11].Array[1, 60], Gen.Int[0, 59], changes)
            .Select((words, i, errors) => (Words: words, Typed: Mistyped(words[i % words.Length], errors)))
            .Where(t => t.Typed.Length is >= 4 and <= 12)
            .Sample(
                (words, typed) =>
                {
                    words = [.. words.Distinct()];
                    var spelling = Of(words);
                    var allowed = typed.Length >= 9 ? 2 : 1;
                    // With the same first letter, since another one is not looked for in full.
                    var expected = words
                        .Where(w => w.Length >= 5 && w[0] == typed[0])
                        .Select(w => (w, EditDistance.Of(w, typed, 2)))
                        .Where(w => w.Item2 > 0 && w.Item2 <= allowed)
                        .Order()
                        .ToList();
                    var found = spelling.Correct(typed).ToList();

                    Assert.Equal(
                        expected,
                        found
                            .Where(f => f.Word[0] == typed[0] && words.Contains(f.Word))
                            .Distinct()
                            .Where(f => EditDistance.Of(f.Word, typed, 2) == f.Edits)
                            .Order()
                    );
                    Assert.All(
                        found.Where(f => f.Word[0] != typed[0]),
                        f => Assert.True(allowed == 2 && f.Edits == 2 && EditDistance.Of(f.Word, typed, 2) == 1, $"{typed} {f.Word}")
                    );
                    Interlocked.Add(ref corrected, found.Count);
                },
                iter: 2_000
            );
        Assert.True(corrected > 500, $"{corrected}");
    }

    private static string Mistyped(string word, (int Kind, int At, char Letter)[] errors)
    {
        foreach (var (kind, place, letter) in errors)
        {
            var at = place % word.Length;
            word = kind switch
            {
                0 => word.Insert(at, letter.ToString()),
                1 when word.Length > 1 => word.Remove(at, 1),
                _ => $"{word[..at]}{letter}{word[(at + 1)..]}",
            };
        }
        return word;
    }

    [Fact]
    public void Words_of_any_length_and_script_are_taken()
    {
        var spelling = Of(new string('a', 64), new string('中', 64), new string('b', 63), "привет");

        Assert.Empty(spelling.Correct(new string('a', 65)));
        Assert.Equal([(new string('a', 64), 1)], spelling.Correct(new string('a', 63)));
        Assert.Equal([("привет", 1)], spelling.Correct("првиет"));
        Assert.Empty(Of().Correct("anything"));
    }
}
