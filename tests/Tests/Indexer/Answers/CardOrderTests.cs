using Knowledge.Content.Documents;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Answers;

/// <summary>Each rule by which one card stands before another, with all others alike.</summary>
public sealed class CardOrderTests : IDisposable
{
    private readonly Fixture content = new();

    public void Dispose() => content.Dispose();

    private Document Page(string name, bool isPostmortem = false, string? date = null)
    {
        var front = isPostmortem ? $"---\nkind: postmortem\ndate: {date ?? "2025-01-01"}\n---\n" : "";
        content.With($"{name}.md", $"{front}# {name}\n\n## Remediation\n\n1. Do it.\n");
        return content.Build().Documents.Single(d => d.Id.Value == name);
    }

    // A cause that these pages name, in words of which no other cause has any.
    private static KnownCause Cause(string text, params IEnumerable<Document> named) =>
        new([.. named.Select(d => new NamedCause(d, new(text, "", null, []), 0, []))]);

    private static NamedBy Named(Document page, KnownCause cause, double score, int position = 0, Confidence sure = Confidence.Medium) =>
        new(new(page, score, sure, new(page.Id.Value, page.Kind, page.Title, "", "", "", score, [])), page, cause, position);

    private static string Order(double relevanceOfZebra, params IReadOnlyList<NamedBy> named) =>
        string.Join(' ', CardOrder.ByEvidence(named, terms => terms.Contains("zebra") ? relevanceOfZebra : 0).Select(n => n.Cause.Text));

    [Fact]
    public void The_surest_page_comes_first_whatever_its_score()
    {
        var (first, second) = (Page("first"), Page("second"));
        var (apple, zebra) = (Cause("apple", first), Cause("zebra", second));
        Assert.Equal("zebra apple", Order(0, Named(first, apple, 0.9), Named(second, zebra, 0.2, sure: Confidence.High)));
    }

    [Fact]
    public void Of_equally_sure_ones_the_first_page_comes_first_whatever_the_others_score()
    {
        var (first, second) = (Page("first"), Page("second"));
        var (apple, zebra) = (Cause("apple", first), Cause("zebra", second));
        Assert.Equal("apple zebra", Order(1, Named(first, apple, 0.5), Named(second, zebra, 0.9)));
    }

    [Theory]
    [InlineData(0, "zebra apple")]
    [InlineData(1, "apple zebra")]
    public void On_one_page_the_earlier_cause_comes_first(int positionOfZebra, string expected)
    {
        var page = Page("page");
        Assert.Equal(
            expected,
            Order(0, Named(page, Cause("apple", page), 0.5, 1 - positionOfZebra), Named(page, Cause("zebra", page), 0.5, positionOfZebra))
        );
    }

    [Theory]
    [InlineData(0.05, "apple zebra")]
    [InlineData(0.2, "zebra apple")]
    public void Unless_the_later_one_says_more_of_what_was_asked(double relevance, string expected)
    {
        var page = Page("page");
        Assert.Equal(expected, Order(relevance, Named(page, Cause("apple", page), 0.5), Named(page, Cause("zebra", page), 0.5, 1)));
    }

    [Theory]
    [InlineData(0.2, "apple zebra")]
    [InlineData(0.45, "zebra apple")]
    public void Or_another_page_names_it_too(double scoreOfOther, string expected)
    {
        var (page, other) = (Page("page"), Page("other"));
        var zebra = Cause("zebra", page, other);
        Assert.Equal(
            expected,
            Order(0, Named(page, Cause("apple", page), 0.5), Named(page, zebra, 0.5, 1), Named(other, zebra, scoreOfOther))
        );
    }

    [Theory]
    [InlineData(2, "apple zebra")]
    [InlineData(3, "zebra apple")]
    public void Or_it_was_seen_often(int postmortems, string expected)
    {
        var page = Page("page");
        var seen = Enumerable.Range(0, postmortems).Select(i => Page($"seen-{i}", isPostmortem: true));
        Assert.Equal(expected, Order(0, Named(page, Cause("apple", page), 0.5), Named(page, Cause("zebra", seen.Prepend(page)), 0.5, 1)));
    }

    [Fact]
    public void Of_two_that_are_alike_the_one_that_was_seen_last_comes_first()
    {
        var page = Page("page");
        var (old, recent) = (Page("old", isPostmortem: true, "2024-01-01"), Page("recent", isPostmortem: true, "2025-06-01"));
        Assert.Equal("zebra apple", Order(0, Named(page, Cause("apple", page, old), 0.5), Named(page, Cause("zebra", page, recent), 0.5)));
    }

    [Theory]
    [InlineData(Confidence.Medium, "first")]
    [InlineData(Confidence.High, "second")]
    public void A_cause_stands_with_the_surest_page_that_names_it_of_equally_sure_ones_the_first(Confidence ofSecond, string expected)
    {
        var (first, second) = (Page("first"), Page("second"));
        var cause = Cause("apple", first, second);
        var only = Assert.Single(CardOrder.ByEvidence([Named(first, cause, 0.5), Named(second, cause, 0.9, sure: ofSecond)], _ => 0));
        Assert.Equal(expected, only.Through.Document.Id.Value);
    }
}
