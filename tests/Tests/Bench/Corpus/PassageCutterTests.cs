using Knowledge.Bench.Corpus;

namespace Knowledge.Tests.Bench.Corpus;

public class PassageCutterTests
{
    [Fact]
    public void A_paragraph_of_usual_length_is_a_passage_under_its_heading()
    {
        var text = Sentence(40);

        var passage = Assert.Single(Cut(new("Page", [new("Heading", text)])));

        Assert.Equal(new("Page", "Heading", text), passage);
    }

    [Fact]
    public void Short_paragraphs_are_joined_under_the_heading_of_the_first()
    {
        var passage = Assert.Single(Cut(new("Page", [new("First", Sentence(20)), new("Second", Sentence(15, "beta"))])));

        Assert.Equal("First", passage.Heading);
        Assert.Equal(35, passage.Text.Split(' ').Length);
    }

    [Fact]
    public void What_is_too_short_at_the_end_is_dropped() => Assert.Empty(Cut(new("Page", [new("Heading", Sentence(29))])));

    [Fact]
    public void A_long_paragraph_ends_with_a_sentence_where_it_can()
    {
        var text = $"{Sentence(70)} {Sentence(60, "beta")}";

        var passages = Cut(new("Page", [new("Heading", text)]));

        Assert.Equal([70, 60], passages.Select(p => p.Text.Split(' ').Length));
    }

    [Fact]
    public void A_sentence_without_end_is_cut_at_the_longest_passage() =>
        Assert.Equal(
            [110, 110, 40],
            Cut(new("Page", [new("Heading", $"{Sentence(130)[..^1]} {Sentence(130, "beta")}")])).Select(p => p.Text.Split(' ').Length)
        );

    [Fact]
    public void The_same_paragraph_is_used_once()
    {
        var seen = new HashSet<string>();
        var page = new Page("Page", [new("Heading", Sentence(40))]);

        Assert.Single(PassageCutter.Cut(page, seen));
        Assert.Empty(PassageCutter.Cut(page, seen));
    }

    [Fact]
    public void A_page_without_a_name_is_called_by_its_first_words() =>
        Assert.Equal("alpha alpha alpha alpha alpha alpha", Assert.Single(Cut(new("", [new("", Sentence(40))]))).Title);

    [Theory]
    [InlineData("The server writes its state to a file in this directory.", true)]
    [InlineData("Too few words here", false)]
    [InlineData("0x1f 22 = 33 + 44 ; goto 55 % 66", false)]
    [InlineData(
        "org.example.package.SomeVeryLongClassName org.example.package.OtherVeryLongClassName org.example.package.More and so",
        false
    )]
    [InlineData("Der Server schreibt Einträge für alle Läufe in diese Datei.", false)]
    public void Prose_is_told_from_code_and_lists(string text, bool isProse) =>
        Assert.Equal(isProse, PassageCutter.IsProse(text.Split(' ')));

    private static List<Passage> Cut(Page page) => [.. PassageCutter.Cut(page, new HashSet<string>())];

    private static string Sentence(int words, string word = "alpha") => string.Join(' ', Enumerable.Repeat(word, words)) + ".";
}
