using Knowledge.Indexer.Lexical;

namespace Knowledge.Tests.Indexer.Lexical;

public sealed class PassagesTests
{
    [Fact]
    public void Cuts_cover_a_text_without_gap_or_overlap_and_none_is_long()
    {
        var random = new Random(5);
        for (var round = 0; round < 300; round++)
        {
            var text = string.Concat(
                Enumerable
                    .Range(0, random.Next(0, 8000))
                    .Select(_ =>
                        "abcdefghij"[random.Next(10)]
                        + (
                            random.Next(40) == 0 ? "\n"
                            : random.Next(20) == 0 ? ". "
                            : random.Next(7) == 0 ? " "
                            : ""
                        )
                    )
            );
            if (random.Next(4) == 0)
                text = text.Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
            var at = 0;
            foreach (var (start, length) in Passages.Cuts(text))
            {
                Assert.Equal(at, start);
                Assert.InRange(length, text.Length == 0 ? 0 : 1, 1350);
                at += length;
            }
            Assert.Equal(text.Length, at);
        }
    }

    [Fact]
    public void A_passage_is_found_again_by_its_number()
    {
        var page = new RandomPages(6).Pages(50).MaxBy(p => Passages.Of(p).Count())!;

        Assert.All(Passages.Of(page).Select((passage, i) => (passage, i)), p => Assert.Equal(p.passage.Text, Passages.At(page, p.i).Text));
    }
}
