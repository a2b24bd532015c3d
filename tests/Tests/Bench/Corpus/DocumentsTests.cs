using Knowledge.Bench.Corpus;

namespace Knowledge.Tests.Bench.Corpus;

public class DocumentsTests
{
    [Fact]
    public void Ten_passages_of_one_package_are_a_document_and_the_rest_is_dropped()
    {
        var sections = Documents.Make([Passages("one", 25), Passages("two", 10)], 3, perPackage: 100).ToList();

        Assert.Equal(30, sections.Count);
        Assert.Equal("000002-9", sections[29].Id);
        Assert.All(sections.GroupBy(s => s.DocumentId), d => Assert.Single(d.Select(s => s.Text.Split(' ')[0]).Distinct()));
    }

    [Fact]
    public void Documents_from_one_page_have_titles_of_their_own()
    {
        var titles = Documents.Make([Passages("one", 130)], 13, perPackage: 1000).Select(s => s.Title).Distinct().ToList();

        Assert.Equal(13, titles.Count);
        Assert.All(titles, t => Assert.StartsWith("Page of one", t, StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_passages_give_the_same_documents() =>
        Assert.Equal(
            Documents.Make([Passages("one", 200)], 10, perPackage: 150),
            Documents.Make([Passages("one", 200)], 10, perPackage: 150)
        );

    [Fact]
    public void No_package_gives_more_than_its_share()
    {
        var sections = Documents.Make([Passages("one", 500), Passages("two", 20)], 5, perPackage: 30).ToList();

        Assert.Equal(30, sections.Count(s => s.Text.StartsWith("one ", StringComparison.Ordinal)));
        Assert.Equal(20, sections.Count(s => s.Text.StartsWith("two ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Too_little_text_is_said() =>
        Assert.Contains(
            "2 documents",
            Assert.Throws<InvalidDataException>(() => Documents.Make([Passages("one", 29)], 3, perPackage: 100).ToList()).Message,
            StringComparison.Ordinal
        );

    internal static List<Passage> Passages(string package, int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new Passage($"Page of {package}", $"Heading {i / 10 % 4}", $"{package} passage number {i}")),
        ];
}
