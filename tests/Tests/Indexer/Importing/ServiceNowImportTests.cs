using System.Text;
using Knowledge.Content.Documents;

namespace Knowledge.Tests.Indexer.Importing;

public sealed class ServiceNowImportTests : IDisposable
{
    private readonly ImportFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    private const string Html =
        "<h2>Symptoms</h2><ul><li>No rows since midnight</li></ul>"
        + "<h2>Resolution</h2><ol><li>Free space on <code>/data</code></li></ol>"
        + """<p><a href=\"/kb_view.do?sysparm_article=KB2\">other</a><img src=\"sys_attachment.do?sys_id=1\" alt=\"plot\"></p>""";

    private const string Articles = $$$"""
        {"result": [
          {"sys_id": "0123456789abcdef0123456789abcdef", "number": "KB0010001", "short_description": "Dashboards stay empty",
           "workflow_state": "published", "article_type": "text",
           "text": "{{{Html}}}",
           "kb_category": {"display_value": "Batch", "value": "aa",
            "link": "https://acme.service-now.example/api/now/table/kb_category/aa"},
            "ownership_group": {"display_value": "Data team", "value": "bb"}, "meta": "nightly, load"},
          {"number": "KB0010002", "short_description": "Draft", "workflow_state": "draft", "text": "<p>x</p>"},
          {"number": "KB0010003", "short_description": "Old wiki", "workflow_state": "published", "text": null,
           "wiki": "1. first\n2. second"}
        ]}
        """;

    [Fact]
    public void Articles_of_the_table_api_keep_text_category_team_and_links()
    {
        var report = fixture.ServiceNow(fixture.File("kb.json", Articles));

        Assert.Equal((2, 1), (report.Imported, report.Skipped));
        Assert.Equal("not published", Assert.Single(report.Reasons).Reason);
        var knowledge = fixture.Serve();
        Assert.Empty(knowledge.Findings);
        var document = knowledge.Find(knowledge.Search(new("no rows since midnight"), default).Hits[0].DocumentId)!;
        Assert.Equal(
            ("kb0010001-dashboards-stay-empty", DocumentKind.Runbook, "Data team"),
            (document.Id.Value, document.Kind, document.FrontMatter.Owner)
        );
        Assert.Equal(["Batch", "nightly", "load"], document.FrontMatter.Tags);
        Assert.Equal("https://acme.service-now.example/kb_view.do?sysparm_article=KB0010001", document.FrontMatter.Origin!.Link);
        Assert.Contains(document.Links, l => l.Target == "https://acme.service-now.example/kb_view.do?sysparm_article=KB2");
        Assert.Equal("Free space on /data", document.Sections.Single(s => s.Heading == "Resolution").Steps.Single().Text);
        Assert.Contains(
            "- [plot](https://acme.service-now.example/sys_attachment.do?sys_id=1)",
            document.Markdown,
            StringComparison.Ordinal
        );
        Assert.Contains("1. first\n2. second", knowledge.Find("kb0010003-old-wiki")!.Markdown, StringComparison.Ordinal);
    }

    private const string Incidents = """
        {"result": [
          {"sys_id": {"display_value": "1123456789abcdef0123456789abcdef", "value": "1123456789abcdef0123456789abcdef"},
           "number": {"display_value": "INC0001", "value": "INC0001"},
           "short_description": {"display_value": "Dashboards not loading!!!", "value": "Dashboards not loading!!!"},
           "description": {"display_value": "d", "value": "Customer sees headers without rows.\n- since 07:40\n- all clients"},
           "priority": {"display_value": "1 - Critical", "value": "1"},
           "close_notes": {"display_value": "c", "value": "1. Removed core dumps\n    rm /data/core.*\n2. Started the load again"},
           "close_code": {"display_value": "Solved (Permanently)", "value": "Solved (Permanently)"},
           "cause": {"display_value": "", "value": "The disk was full."},
           "opened_at": {"display_value": "2026-03-02 08:40:00", "value": "2026-03-02 07:40:00"},
           "resolved_at": {"display_value": "2026-03-02 12:00:00", "value": "2026-03-02 11:00:00"},
           "cmdb_ci": {"display_value": "ticker-loader", "value": "cc",
            "link": "https://acme.service-now.example/api/now/table/cmdb_ci/cc"},
            "assignment_group": {"display_value": "Data", "value": "dd"}, "category": {"display_value": "Software", "value": "software"}},
          {"number": "INC0002", "short_description": "Mouse broken", "close_notes": "New mouse.", "priority": "4",
           "assignment_group": {"link": "https://acme.service-now.example/x", "value": "0123456789abcdef0123456789abcdef"}},
          {"number": "INC0003", "short_description": "Still open", "close_notes": ""}
        ]}
        """;

    [Fact]
    public void Resolved_incidents_become_postmortems_when_they_were_major_and_articles_when_not()
    {
        var report = fixture.ServiceNow(fixture.File("incident.json", Incidents));

        Assert.Equal((2, 1), (report.Imported, report.Skipped));
        var knowledge = fixture.Serve();
        Assert.Empty(knowledge.Findings);
        var document = knowledge.Find("inc0001-dashboards-not-loading")!;
        Assert.Equal(DocumentKind.Postmortem, document.Kind);
        Assert.Equal("The disk was full.", Assert.Single(document.Causes).Text);
        Assert.Equal(["since 07:40", "all clients"], document.Symptoms);
        Assert.Equal(
            [new Step("Removed core dumps", "rm /data/core.*"), new Step("Started the load again")],
            document.Sections.Single(s => s.Heading == "Resolution").Steps
        );
        Assert.Equal(
            (new DateTimeOffset(2026, 3, 2, 7, 40, 0, TimeSpan.Zero), "1 - Critical", "Data"),
            (document.FrontMatter.Detected!.Value, document.FrontMatter.Severity, document.FrontMatter.Owner)
        );
        Assert.Equal(["ticker-loader"], document.FrontMatter.Services);
        Assert.Equal(
            "https://acme.service-now.example/incident.do?sys_id=1123456789abcdef0123456789abcdef",
            document.FrontMatter.Origin!.Link
        );
        var minor = knowledge.Find("inc0002-mouse-broken")!;
        Assert.Equal((DocumentKind.Article, null), (minor.Kind, minor.FrontMatter.Owner));
    }

    [Theory]
    [InlineData(',', "\n", "number,short_description,close_notes")]
    [InlineData(';', "\r\n", "Number;Short description;Resolution notes")]
    [InlineData('\t', "\n", "number\tshort_description\tclose_notes")]
    public void Csv_by_names_or_labels_with_any_separator_keeps_quotes_line_ends_and_formulas_as_text(
        char separator,
        string newline,
        string head
    )
    {
        var csv =
            $"{head}{newline}INC1{separator}\"=HYPERLINK(\"\"https://evil.example\"\","
            + $"\"\"x\"\")\"{separator}\"line 1{newline}line {separator}2 \"\"quoted\"\"\"{newline}"
            + $"INC2{separator}@SUM(1+1){separator}-2+3 or +4{newline}";

        Assert.Equal(2, fixture.ServiceNow(fixture.File("incidents.csv", "\uFEFF" + csv)).Imported);

        var knowledge = fixture.Serve();
        var (first, second) = (
            knowledge.Documents.Single(d => d.FrontMatter.Origin!.Id == "INC1"),
            knowledge.Documents.Single(d => d.FrontMatter.Origin!.Id == "INC2")
        );
        Assert.Equal("=HYPERLINK(\"https://evil.example\",\"x\")", first.Title);
        Assert.Equal($"line 1 line {(separator == '\t' ? "" : separator)}2 \"quoted\"", Resolution(first));
        Assert.Equal(("@SUM(1+1)", "-2+3 or +4"), (second.Title, Resolution(second)));

        static string Resolution(Document document) => document.Sections.Single(s => s.Heading == "Resolution").Text;
    }

    [Theory]
    [InlineData("number,short_description,close_notes\nINC1,x,\"never closed", "never closed")]
    [InlineData("number,short_description,close_notes\nINC1,x", "line 2 has 2 fields and the first line 3")]
    [InlineData("", "empty")]
    [InlineData("{\"result\": [{\"number\": \"INC1\", \"close_no", "no complete JSON (line 1")]
    [InlineData("{\"error\": {\"message\": \"No Record found\"}}", "no records")]
    public void What_was_cut_off_or_is_something_else_is_refused_and_nothing_is_written(string text, string says)
    {
        var file = fixture.File("export", text);
        Assert.Contains(says, ImportFixture.Refusal(() => fixture.ServiceNow(file)), StringComparison.Ordinal);
        Assert.Empty(fixture.Written());
    }

    [Fact]
    public void Encodings_are_recognised_by_mark_by_zeros_and_by_what_is_no_utf8()
    {
        const string Csv = "number,short_description,close_notes\nINC1,Prüfung für 5 €,Größe\n";
        byte[][] files =
        [
            Encoding.UTF8.GetBytes(Csv),
            [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(Csv)],
            [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Csv)],
            [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(Csv)],
            Encoding.Unicode.GetBytes(Csv),
            CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(Csv),
        ];
        for (var i = 0; i < files.Length; i++)
        {
            using var place = new ImportFixture();
            var report = place.ServiceNow(place.File("x.csv", files[i]));
            Assert.Contains("# Prüfung für 5 €\n\n## Resolution\n\nGröße\n", place.Only(), StringComparison.Ordinal);
            Assert.Equal(i == 5 ? 1 : 0, report.Notes.Count);
        }
    }

    [Fact]
    public void More_records_than_a_source_serves_are_refused()
    {
        var limits = Knowledge.Indexer.Importing.ImportLimits.Default with { MaxItems = 2 };
        Assert.Contains(
            "holds 3 records; at most 2",
            ImportFixture.Refusal(() => fixture.ServiceNow(fixture.File("kb.json", Articles), limits: limits)),
            StringComparison.Ordinal
        );
        var csv = "number\n" + string.Concat(Enumerable.Range(0, 100_001).Select(i => $"INC{i}\n"));
        Assert.Contains(
            "more than 100,000 rows",
            ImportFixture.Refusal(() => fixture.ServiceNow(fixture.File("x.csv", csv))),
            StringComparison.Ordinal
        );
        Assert.Empty(fixture.Written());
    }

    [Fact]
    public void A_kind_or_table_that_is_given_is_taken()
    {
        var file = fixture.File("x.csv", "sys_id,short_description,text\nabc,Title,<p>Text</p>\n");
        Assert.Equal(1, fixture.ServiceNow(file, table: "kb_knowledge", kind: "runbook").Imported);
        Assert.Contains("kind: runbook", fixture.Only(), StringComparison.Ordinal);
    }
}
