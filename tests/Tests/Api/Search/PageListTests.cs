using Knowledge.Api.Search;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Search;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Knowledge.Tests.Api.Search;

public class PageListTests
{
    private static readonly DateOnly Today = new(2026, 6, 1);

    private static readonly IReadOnlyList<PageRow> Rows =
    [
        Row("a", DocumentKind.Runbook, "data", ["feed"], Today.AddDays(-1)),
        Row("b", DocumentKind.Runbook, "platform", ["feed", "host"], Today.AddDays(-200)),
        Row("c", DocumentKind.Postmortem, "data", [], Today.AddDays(-800)),
        Row("d", DocumentKind.Alert, null, ["host"], null),
    ];

    [Theory]
    [InlineData("", "a b c d")]
    [InlineData("kind=runbook", "a b")]
    [InlineData("kind=runbook&kind=postmortem", "a b c")]
    [InlineData("kind=runbook&owner=data", "a")]
    [InlineData("owner=-", "d")]
    [InlineData("service=HOST", "b d")]
    [InlineData("changed=quarter", "a")]
    [InlineData("changed=year", "b")]
    [InlineData("changed=older", "c")]
    [InlineData("changed=-", "d")]
    [InlineData("sort=changed", "a b c d")]
    [InlineData("sort=nonsense&page=nonsense&kind=", "a b c d")]
    [InlineData("kind=poem", "")]
    public void Values_of_one_facet_are_alternatives_and_facets_narrow_each_other_down(string query, string expected) =>
        Assert.Equal(expected, string.Join(' ', PageList.Of(Rows, Filter(query), Today).Rows.Select(r => r.Hit.DocumentId)));

    [Fact]
    public void Counts_say_what_one_would_have_with_another_value()
    {
        var facets = PageList.Of(Rows, Filter("kind=runbook"), Today).Facets;

        var kinds = Assert.Single(facets, f => f.Name == "kind").Values;
        Assert.Equal(
            [("Runbook", 2, true), ("Alert rule", 1, false), ("Postmortem", 1, false)],
            kinds.Select(v => (v.Text, v.Count, v.IsChosen))
        );
        Assert.Equal([("data", 1), ("platform", 1)], Assert.Single(facets, f => f.Name == "owner").Values.Select(v => (v.Text, v.Count)));
        // All were read from one source: there is nothing to choose.
        Assert.DoesNotContain(facets, f => f.Name == "source");
    }

    [Fact]
    public void A_page_that_is_not_there_is_the_last_one_and_addresses_keep_what_was_chosen()
    {
        IReadOnlyList<PageRow> many = [.. Enumerable.Range(0, 25).Select(i => Row($"p{i}", DocumentKind.Runbook, "data", [], null))];

        var last = PageList.Of(many, Filter("page=99&kind=runbook"), Today);

        Assert.Equal((3, 3, 21, 5), (last.Page, last.Pages, last.First, last.Rows.Count));
        Assert.Equal("/search?q=a%26b&kind=runbook&page=2#pages", last.Filter.AddressOf(("q", "a&b"), 2));
        Assert.Equal("/search?q=a#pages", PageFilter.None.AddressOf(("q", "a"), 1));
        Assert.Empty(PageList.Of([], Filter("page=2"), Today).Rows);
    }

    [Fact]
    public void Nobody_can_ask_for_endless_values() =>
        Assert.Equal(
            20,
            Filter(string.Join('&', Enumerable.Range(0, 500).Select(i => $"kind={i}")) + $"&owner={new string('x', 500)}")
                .Chosen.Sum(c => c.Value.Count)
        );

    [Theory]
    [InlineData(0, "a")]
    [InlineData(4, "a")]
    [InlineData(9, "")]
    public void Pages_beside_no_answer_share_a_telling_word(int pages, string expected)
    {
        IReadOnlyList<PageRow> rows =
        [
            Row("a", DocumentKind.Runbook, null, [], null, "term: invoice"),
            Row("b", DocumentKind.Runbook, null, [], null, "meaning"),
        ];
        UnderstoodWord[] words = [new("invoice", pages == 0 ? ["bill"] : [], pages), new("purple", [], 0)];
        // Of a word that stands nowhere what was read instead counts.
        if (pages == 0)
            rows = [Row("a", DocumentKind.Runbook, null, [], null, "typo: invoice → bill"), rows[1]];

        Assert.Equal(expected, string.Join(' ', RelatedPages.Of(rows, words, 20).Select(r => r.Hit.DocumentId)));
    }

    [Fact]
    public void Below_answers_what_is_near_in_meaning_alone_is_listed_while_it_ranks_high()
    {
        IReadOnlyList<PageRow> rows =
        [
            .. Enumerable
                .Range(0, 15)
                .Select(i => Row($"p{i}", DocumentKind.Runbook, null, [], null, i is 2 or 14 ? "term: disk" : "meaning")),
        ];

        Assert.Equal([.. Enumerable.Range(0, 10).Select(i => $"p{i}"), "p14"], RelatedPages.Listed(rows).Select(r => r.Hit.DocumentId));
    }

    [Fact]
    public void There_are_five_such_pages_at_most() =>
        Assert.Equal(
            5,
            RelatedPages
                .Of(
                    [.. Enumerable.Range(0, 9).Select(i => Row($"p{i}", DocumentKind.Runbook, null, [], null, "term: invoice"))],
                    [new("invoice", [], 9)],
                    100
                )
                .Count
        );

    private static PageFilter Filter(string query) => PageFilter.Of(new QueryCollection(QueryHelpers.ParseQuery(query)));

    private static PageRow Row(
        string id,
        DocumentKind kind,
        string? owner,
        IReadOnlyList<string> services,
        DateOnly? changed,
        params IReadOnlyList<string> why
    ) => new(new(id, kind, id, "", $"/docs/{id}", "", 1, why), [], owner, services, "runbooks", changed, null);
}
