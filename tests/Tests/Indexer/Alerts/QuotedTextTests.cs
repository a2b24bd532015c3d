using Knowledge.Content.Documents;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Tests.Indexer.Alerts;

public sealed class QuotedTextTests
{
    [Theory]
    [InlineData("The disk is full", "the disk is|disk is full")]
    [InlineData("the disk is", "the disk is")]
    [InlineData("the disk", "")]
    [InlineData("", "")]
    // A run ends with its sentence, not with a comma, and is there once.
    [InlineData("The disk is. It is full", "the disk is|it is full")]
    [InlineData("a b, c (d) a b c", "a b c|b c d|c d a|d a b")]
    [InlineData("a b\nc d\ne f g", "e f g")]
    [InlineData("Größe über 90 %", "größe über 90")]
    public void Three_words_in_a_row_are_a_run(string text, string runs) =>
        Assert.Equal(
            runs.Split('|', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
            QuotedText.RunsOf(text).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Title_symptoms_and_text_of_a_page_count()
    {
        var page = new Document
        {
            Id = new("p"),
            Kind = DocumentKind.Runbook,
            Source = "s",
            Path = "p.md",
            Title = "Spool of the tape library",
            Markdown = "Nothing moves.\n\nThe arm has stopped moving.\n",
            Sections = [],
            FrontMatter = new() { Symptoms = ["jobs wait for hours"] },
        };
        Assert.Equal(3, QuotedText.Count(QuotedText.RunsOf("the tape library. arm has stopped. wait for hours. moves the arm"), page));
    }

    [Fact]
    public void A_page_without_end_is_looked_at_only_so_far() =>
        Assert.DoesNotContain("x y z", QuotedText.RunsOf(new string('a', 200_000) + ". x y z"));
}
