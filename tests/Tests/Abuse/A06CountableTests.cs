using System.Diagnostics;
using Knowledge.Content;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Postmortems;

namespace Knowledge.Tests.Abuse;

/// <summary>A page of the largest size that is full of one thing costs no more than a page does.</summary>
public sealed class A06CountableTests
{
    private const int Size = 250 * 1024;

    /// <summary>Only guards against hanging and against growth with the square: it takes a fraction of this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static Document Read(string body)
    {
        var read = DocumentReader.Read(new("s", "s", "heavy.md", $"---\nkind: postmortem\ntitle: Heavy\n---\n{body}\n"));
        return Assert.Single(read.Documents);
    }

    private static string Rows(string head, string row, int size = Size) => head + string.Concat(Enumerable.Repeat(row, size / row.Length));

    [Theory]
    [InlineData("## Action Items\n\n|a|b|\n|-|-|\n", "|x y z|w|\n", "actions", PageLimits.Actions)]
    [InlineData("## Action Items\n\n", "- [ ] alert on the disk @bob\n", "actions", PageLimits.Actions)]
    [InlineData("## Timeline\n\n", "- 10:00 a b c\n", "entries in its timeline", PageLimits.Timeline)]
    [InlineData("## Symptoms\n\n", "- dashboards stay empty {0}\n", "symptoms", PageLimits.Symptoms)]
    [InlineData("", "# a\n\nb\n\n", "sections", PageLimits.Sections)]
    [InlineData("", "[a](b.md) ", "links", PageLimits.Links)]
    public void What_can_be_counted_is_cut_with_a_finding(string head, string row, string what, int limit)
    {
        var body = row.Contains("{0}", StringComparison.Ordinal)
            ? head + string.Concat(Enumerable.Range(0, Size / 30).Select(i => row.Replace("{0}", $"{i}", StringComparison.Ordinal)))
            : Rows(head, row);
        var started = Stopwatch.GetTimestamp();

        var document = Read(body);
        var incidents = new PastIncidents([document, document with { Id = new("other") }]);
        incidents.RepeatedBy(document);
        incidents.Like(document);

        Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"{Stopwatch.GetElapsedTime(started)}");
        var finding = Assert.Single(document.Findings, f => f.Code == FindingCodes.TooMany && f.Subject == what);
        Assert.Contains($"the first {limit:N0} are read", finding.Message, StringComparison.Ordinal);
        Assert.Contains("Heavy", document.Title, StringComparison.Ordinal);
        Assert.Equal(body.Length, document.Markdown.TrimEnd().Length, 40.0);
    }

    [Theory]
    [InlineData("{\"a\": ", "[", "\n}\n# T\n\ntext\n")]
    [InlineData("{\"a\": ", "[", "]}\n# T\n\ntext\n")]
    [InlineData("{\"a\": ", "{\"a\": ", "\n}\n# T\n\ntext\n")]
    [InlineData("{", "\"k\\u00e9\": 1,", "\n}\n# T\n\ntext\n")]
    public void Front_matter_of_twelve_thousand_brackets_is_read_at_once(string head, string one, string tail)
    {
        var text = head + string.Concat(Enumerable.Repeat(one, 12_000)) + tail;
        var started = Stopwatch.GetTimestamp();

        var read = DocumentReader.Read(new("s", "s", "heavy.md", text));

        Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"{Stopwatch.GetElapsedTime(started)}");
        var document = Assert.Single(read.Documents);
        Assert.Contains("text", document.Markdown, StringComparison.Ordinal);
        Assert.NotEmpty(read.Findings.Concat(document.Findings));
    }

    [Fact]
    public void What_real_pages_hold_is_read_whole()
    {
        var document = Read(
            Rows("## Action Items\n\n", "- [ ] alert on the disk @bob\n", 29 * PageLimits.Actions)
                + Rows("\n## Timeline\n\n", "- 10:00 a b c\n", 14 * PageLimits.Timeline)
        );

        Assert.Equal((PageLimits.Actions, PageLimits.Timeline), (document.Postmortem!.Actions.Count, document.Postmortem.Timeline.Count));
        Assert.DoesNotContain(document.Findings, f => f.Code == FindingCodes.TooMany);
    }

    [Fact]
    public void What_was_like_it_before_is_worked_out_once()
    {
        var document = Read("## Action Items\n\n- [ ] alert on the disk of the batch host\n");
        var incidents = new PastIncidents([
            document,
            Read("## Action Items\n\n- [ ] alert on the disk of the batch host\n") with
            {
                Id = new("a-before"),
            },
        ]);

        Assert.Same(incidents.RepeatedBy(document), incidents.RepeatedBy(document));
        Assert.Same(incidents.Like(document), incidents.Like(document));
        Assert.Single(incidents.RepeatedBy(document));
    }
}
