using Knowledge.Indexer;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Answers;

/// <summary>What the product is for: the words of a bad morning lead to cause, checks, owner, steps and wording.</summary>
public sealed class MainJobTests
{
    private static readonly KnowledgeBase Example = Fixture.Of(Path.Combine(Repository.Root, "runbooks"));
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 7, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("empty dashboard")]
    [InlineData("Dashboards not loading!!!")]
    [InlineData("rows_read: 0")]
    [InlineData("UI shows no data for our biggest client but all pods are healthy")]
    [InlineData("nightly ticker load stuck")]
    [InlineData("emty dashbord")]
    [InlineData("empty dashbaord")]
    [InlineData("Dashbords not loading!!!")]
    [InlineData("nightly tiker load stuck")]
    [InlineData("UI shows no data for our bigest client but all pods are helthy")]
    [InlineData("""2026-03-02T06:12:44Z INFO processor {"job":"nightly-ticker","rows_read": 0,"status":"ok"}""")]
    [InlineData(
        "Hi team, since this morning the dashboards of Northbank are empty, please help asap, "
            + "mail jane.doe@example.test or call +41 44 123 45 67"
    )]
    public void Answers_with_all_that_first_line_support_needs(string query)
    {
        var response = Example.Search(new(query), Now);

        Assert.True(response.Confidence >= Confidence.Medium, response.Confidence.ToString());
        Assert.Null(response.Gap);
        var answer = response.Answers[0];
        Assert.Contains("nightly ticker load", answer.Cause, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("disk", answer.Cause, StringComparison.Ordinal);
        Assert.Contains("silently", answer.Cause, StringComparison.Ordinal);
        Assert.Equal((2, new DateOnly(2026, 3, 2)), (answer.Seen.Count, answer.Seen.Last!.Value));
        Assert.Contains(answer.Checks, c => c.Command is not null && c.Expect is not null);
        Assert.Equal("data", answer.Owner!.Team);
        Assert.NotNull(answer.Owner.Contact);
        Assert.NotNull(answer.Owner.Backup);
        Assert.True(answer.Steps.Count(s => s.Command is not null) >= 3);
        Assert.True(
            answer.Steps.ToList().FindIndex(s => s.Command!.Contains("-printf", StringComparison.Ordinal))
                < answer.Steps.ToList().FindIndex(s => s.Command!.Contains("-delete", StringComparison.Ordinal))
        );
        Assert.Contains(answer.Verify, v => v.Command!.Contains("rows_read", StringComparison.Ordinal));
        Assert.Contains(answer.StaysGreen, s => s.Check.Contains("pods", StringComparison.OrdinalIgnoreCase) && s.BlindTo is not null);
        Assert.Contains(answer.DeadEnds, d => d.Suspicion.Contains("cache", StringComparison.OrdinalIgnoreCase) && d.MinutesLost > 0);
        Assert.NotNull(answer.Wording);
    }

    [Fact]
    public void Evidence_lands_on_sections_that_exist()
    {
        foreach (var evidence in Example.Search(new("empty dashboard"), Now).Answers.SelectMany(a => a.Evidence))
        {
            var document = Example.Find(evidence.DocumentId);
            Assert.NotNull(document);
            var anchor = Uri.UnescapeDataString(evidence.Url[(evidence.Url.IndexOf('#', StringComparison.Ordinal) + 1)..]);
            Assert.Contains(anchor, document.Sections.Select(s => s.Anchor).Concat(["page.symptoms", "page.searched"]));
        }
    }

    [Theory]
    [InlineData("purple elephant invoice")]
    [InlineData("how do I bake sourdough bread")]
    [InlineData("quarterly marketing budget approval")]
    [InlineData("The ACE2 receptor is expressed in lung tissue")]
    public void Nonsense_gets_no_card_but_whom_to_ask(string query)
    {
        var response = Example.Search(new(query), Now);
        Assert.Empty(response.Answers);
        Assert.True(response.Confidence <= Confidence.Low);
        Assert.NotNull(response.Gap);
        Assert.NotNull(response.Gap.Owner?.Contact);
    }

    [Fact]
    public void Gap_keeps_no_mail_address_and_no_phone_number()
    {
        var gap = Example.Search(new("purple elephant of jane.doe@example.test, call +41 44 123 45 67"), Now).Gap!;
        Assert.DoesNotContain("jane", gap.Query, StringComparison.Ordinal);
        Assert.DoesNotContain("123", gap.Query, StringComparison.Ordinal);
        Assert.Contains("purple elephant", gap.Query, StringComparison.Ordinal);
        Assert.Equal(
            Example.Search(new("Purple  elephant INVOICE!"), Now).Gap!.Id,
            Example.Search(new("purple elephant invoice"), Now).Gap!.Id
        );
    }

    [Fact]
    public void The_backup_is_named_for_a_team_that_is_away()
    {
        var away = Example
            .Search(new("prices are stale"), new(2026, 9, 15, 3, 0, 0, TimeSpan.Zero))
            .Answers.Select(a => a.Owner)
            .First(o => o?.Team == "feed-handlers")!;
        Assert.Contains("until 2026-09-18", away.Away, StringComparison.Ordinal);
        Assert.NotNull(away.Backup);
        Assert.Null(Example.Search(new("prices are stale"), Now).Answers.Select(a => a.Owner).First(o => o?.Team == "feed-handlers")!.Away);
    }

    [Fact]
    public void Example_knowledge_base_is_complete_and_without_findings()
    {
        Assert.Empty(Example.Findings);
        Assert.True(Example.Documents.Count(d => d.Kind == Knowledge.Content.Documents.DocumentKind.Postmortem) >= 4);
        Assert.All(Example.Documents, d => Assert.NotNull(Example.OwnerOf(d, Now)?.Contact));
        // Every link between its pages leads somewhere.
        foreach (var document in Example.Documents)
        foreach (var link in document.Links.Where(l => !l.Target.Contains("://", StringComparison.Ordinal) && !l.Target.StartsWith('#')))
            Assert.True(Example.UrlOf(document, link.Target) is not null, $"{document.Path}:{link.Line} {link.Target}");
    }
}
