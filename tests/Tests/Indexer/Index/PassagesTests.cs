using CsCheck;
using Knowledge.Indexer.Index;

namespace Knowledge.Tests.Indexer.Index;

public sealed class PassagesTests
{
    [Fact]
    public void Cuts_cover_a_text_without_gap_or_overlap_and_none_is_long()
    {
        var pause = Gen.Frequency((25, Gen.Const("\n")), (49, Gen.Const(". ")), (132, Gen.Const(" ")), (794, Gen.Const("")));
        Gen.Select(
                Gen.Select(Gen.Char["abcdefghij"], pause, (letter, after) => letter + after).Array[0, 7_999].Select(string.Concat),
                Gen.Int[0, 3],
                (text, tight) =>
                    tight == 0 ? text.Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal) : text
            )
            .Sample(
                text =>
                {
                    var at = 0;
                    foreach (var (start, length) in Passages.Cuts(text))
                    {
                        Assert.Equal(at, start);
                        Assert.InRange(length, text.Length == 0 ? 0 : 1, 1350);
                        at += length;
                    }
                    Assert.Equal(text.Length, at);
                },
                iter: 300
            );
    }

    [Fact]
    public void A_passage_is_found_again_by_its_number()
    {
        var page = new RandomPages(6).Pages(50).MaxBy(p => Passages.Of(p).Count())!;

        Assert.All(Passages.Of(page).Select((passage, i) => (passage, i)), p => Assert.Equal(p.passage.Text, Passages.At(page, p.i).Text));
    }
}
