using Knowledge.Bench.Corpus;

namespace Knowledge.Tests.Bench.Corpus;

public class RecombinationTests
{
    private static readonly List<Section> Originals =
    [
        .. from document in Enumerable.Range(0, 5)
        from section in Enumerable.Range(0, 10)
        select Section.Of(
            document,
            section,
            $"Title {document}",
            $"Heading {document} {section}",
            string.Join(' ', Enumerable.Range(0, 4).Select(s => $"The {s} sentence of section {section} in document {document} says so."))
        ),
    ];

    [Fact]
    public void The_same_sections_give_the_same_corpus() =>
        Assert.Equal(Recombination.Grow(Originals, 500), Recombination.Grow(Originals, 500));

    [Fact]
    public void A_larger_corpus_begins_with_a_smaller_one() =>
        Assert.Equal(Recombination.Grow(Originals, 200), Recombination.Grow(Originals, 500).Take(200));

    [Fact]
    public void Real_sections_come_first_and_ids_go_on()
    {
        var grown = Recombination.Grow(Originals, 500).ToList();

        Assert.Equal(Originals, grown.Take(50));
        Assert.Equal(500, grown.Select(s => s.Id).Distinct().Count());
        Assert.Equal("000049-9", grown[^1].Id);
    }

    [Fact]
    public void New_sections_are_whole_sentences_of_the_length_of_a_section()
    {
        var sentences = Originals.SelectMany(s => Recombination.Sentences(s.Text)).ToHashSet();

        Assert.All(
            Recombination.Grow(Originals, 500).Skip(50),
            section =>
            {
                Assert.InRange(section.Text.Split(' ').Length, PassageCutter.MinWords, PassageCutter.MaxWords);
                Assert.All(Recombination.Sentences(section.Text), s => Assert.Contains(s, sentences));
            }
        );
    }

    [Fact]
    public void A_document_with_a_single_sentence_can_be_grown()
    {
        var sections = Enumerable.Range(0, 10).Select(i => Section.Of(0, i, "Title", "Heading", "It is the same sentence again.")).ToList();

        Assert.Equal(20, Recombination.Grow(sections, 20).Count());
    }
}
