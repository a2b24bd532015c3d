using Knowledge.Content.Documents;
using Knowledge.Content.Importing;

namespace Knowledge.Tests.Indexer.Importing;

public sealed class JiraImportTests : IDisposable
{
    private readonly ImportFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    private const string Cloud = """
        {"startAt": 0, "maxResults": 50, "total": 3, "issues": [
          {"id": "10001", "key": "OPS-1", "self": "https://acme.atlassian.example/rest/api/3/issue/10001", "fields": {
            "summary": "Dashboards empty on Monday", "issuetype": {"name": "Incident"}, "priority": {"name": "Highest"},
            "labels": ["batch"], "components": [{"name": "ticker-loader"}],
            "created": "2026-03-02T08:40:00.000+0100", "resolutiondate": "2026-03-02T12:00:00.000+0000",
            "status": {"name": "Erledigt", "statusCategory": {"key": "done"}},
            "issuelinks": [{"type": {"name": "Action"}, "outwardIssue": {"key": "OPS-9",
              "fields": {"summary": "Alert on rows", "issuetype": {"name": "Task"}, "status": {"statusCategory": {"key": "new"}}}}}],
            "subtasks": [{"key": "OPS-2", "fields": {"summary": "Patch clean-up", "issuetype": {"name": "Sub-task"},
              "status": {"statusCategory": {"key": "done"}}}}],
            "attachment": [{"filename": "log [1].txt", "content": "https://acme.atlassian.example/rest/api/3/attachment/content/7"}],
            "description": {"type": "doc", "version": 1, "content": [
              {"type": "heading", "attrs": {"level": 1}, "content": [{"type": "text", "text": "Root cause"}]},
              {"type": "paragraph", "content": [
                {"type": "text", "text": "The disk was full. See "},
                {"type": "text", "text": "the plan",
                  "marks": [{"type": "link", "attrs": {"href": "https://wiki.example/x"}}, {"type": "strong"}]},
                {"type": "text", "text": " and "},
                {"type": "text", "text": "df -h", "marks": [{"type": "code"}]}, {"type": "hardBreak"},
                {"type": "text", "text": "bad", "marks": [{"type": "link", "attrs": {"href": "javascript:alert(1)"}}]}]},
              {"type": "heading", "attrs": {"level": 1}, "content": [{"type": "text", "text": "Timeline"}]},
              {"type": "table", "content": [
                {"type": "tableRow", "content": [
                  {"type": "tableHeader", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Time"}]}]},
                  {"type": "tableHeader", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Event"}]}]}]},
                {"type": "tableRow", "content": [
                  {"type": "tableCell", "attrs": {}, "content": [
                    {"type": "paragraph", "content": [{"type": "date", "attrs": {"timestamp": "1772409600000"}}]}]},
                  {"type": "tableCell", "content": [{"type": "bulletList", "content": [
                    {"type": "listItem", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "call"}]}]}]}]}]}]},
              {"type": "codeBlock", "attrs": {"language": "bash"}, "content": [{"type": "text", "text": "du -sh /data\n"}]},
              {"type": "panel", "attrs": {"panelType": "warning"},
               "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Hot"}]}]},
              {"type": "taskList", "content": [{"type": "taskItem", "attrs": {"state": "DONE"},
                "content": [{"type": "text", "text": "told"}]}]},
              {"type": "expand", "attrs": {"title": "Log"}, "content": [{"type": "paragraph",
                "content": [{"type": "text", "text": "lines"}]}]},
              {"type": "mediaSingle", "content": [{"type": "media", "attrs": {"type": "file", "id": "1", "alt": "plot.png"}}]},
              {"type": "blockCard", "attrs": {"url": "https://status.example/1"}}]}}},
          {"key": "OPS-2", "self": "https://acme.atlassian.example/rest/api/3/issue/10002",
           "fields": {"summary": "Patch clean-up", "issuetype": {"name": "Sub-task"}, "parent": {"key": "OPS-1"},
           "status": {"statusCategory": {"key": "done"}}, "description": null}},
          {"key": "OPS-3", "self": "https://acme.atlassian.example/rest/api/3/issue/10003",
           "fields": {"summary": "Rotate *keys*", "issuetype": {"name": "Task"}, "status": {"statusCategory": {"key": "new"}},
           "description": null, "environment": "all of them"}}
        ]}
        """;

    [Fact]
    public void Incidents_become_postmortems_with_their_linked_issues_as_action_items()
    {
        var report = fixture.Jira([fixture.File("page.json", Cloud)]);

        Assert.Equal((2, 0), (report.Imported, report.Skipped));
        Assert.Equal("Issues that stand as action items in the postmortem that they are linked to: 1.", Assert.Single(report.Notes));
        Assert.EndsWith(
            """
            # Dashboards empty on Monday

            ## Root cause

            The disk was full. See [**the plan**](https://wiki.example/x) and `df -h`\
            bad

            ## Timeline

            | Time | Event |
            | --- | --- |
            | 2026-03-02 | • call |

            ```bash
            du -sh /data
            ```

            > [!WARNING]
            > Hot

            - [x] told

            <details>
            <summary>Log</summary>

            lines

            </details>

            *Image: plot.png*

            [https://status.example/1](https://status.example/1)

            ## Action items

            - [x] Patch clean-up ([OPS-2](https://acme.atlassian.example/browse/OPS-2))
            - [ ] Alert on rows ([OPS-9](https://acme.atlassian.example/browse/OPS-9))

            ## Attachments

            - [log \[1\].txt](https://acme.atlassian.example/rest/api/3/attachment/content/7)
            - plot.png

            """,
            fixture.Written()["ops-1-dashboards-empty-on-monday.md"],
            StringComparison.Ordinal
        );
        var knowledge = fixture.Serve();
        Assert.Empty(knowledge.Findings);
        var document = knowledge.Find(knowledge.Search(new("dashboards empty monday"), default).Hits[0].DocumentId)!;
        Assert.Equal((DocumentKind.Postmortem, "The disk was full."), (document.Kind, document.Causes.Single().Text));
        Assert.Equal(["Patch clean-up (OPS-2)", "Alert on rows (OPS-9)"], document.Postmortem!.Actions.Select(a => a.Text));
        Assert.Equal([true, false], document.Postmortem.Actions.Select(a => a.Done ?? false));
        Assert.Equal(
            ("2026-03-02", "Highest", "https://acme.atlassian.example/browse/OPS-1"),
            (document.FrontMatter.Date!.Value.ToString("yyyy-MM-dd"), document.FrontMatter.Severity, document.FrontMatter.Origin!.Link)
        );
        Assert.Equal(["ticker-loader"], document.FrontMatter.Services);
        Assert.Contains("- [ ] Rotate \\*keys\\* ([OPS-3]", knowledge.Find("ops-3-rotate-keys")!.Markdown, StringComparison.Ordinal);
    }

    private const string Markup =
        """h2. Symptoms\r\n* users see _nothing_\r\n** since *Monday*\r\n# one\r\n# two\r\n\r\n"""
        + """h2. Fix\r\nRun {{systemctl restart sso}} -now- """
        + """or see [the page|https://wiki.example/y] and [DC-8], """
        + """[^log.txt] !shot.png|thumbnail!\\\\next\r\n"""
        + """{code:title=a|language=sh}\r\ncurl -s http://sso/*\r\n{code}\r\n"""
        + """{noformat}\r\nh1. raw *text*\r\n{noformat}\r\n"""
        + """||Host||State||\r\n|a|{color:red}down{color}|\r\n"""
        + """{panel:title=Note}\r\ninner\r\n{panel}\r\n"""
        + """bq. said\r\n----\r\n{quote}\r\nquoted\r\n{quote}\r\n"""
        + """{warning}hot{warning}\r\n\\*not bold\\* a*b*c 2*3*4 """
        + """snake_case_name https://x.example/p_q_r?a=1""";

    private const string Server = $$$"""
        [{"key": "DC-7", "self": "https://tools.example/jira/rest/api/2/issue/7", "fields": {
          "summary": "Login fails", "issuetype": {"name": "Bug"}, "created": "2025-01-01T00:00:00.000+0000",
          "status": {"name": "Closed"},
          "description": "{{{Markup}}}", "environment": "prod"}}]
        """;

    [Fact]
    public void Wiki_markup_of_a_server_is_read()
    {
        fixture.Jira([fixture.File("server.json", Server)], new(new Dictionary<string, JiraRole> { ["bug"] = JiraRole.Article }));

        var page = fixture.Only();
        const string links = "[the page](https://wiki.example/y) and [DC-8](https://tools.example/jira/browse/DC-8)";
        Assert.EndsWith(
            $"""
            # Login fails

            ## Symptoms

            - users see *nothing*
              - since **Monday**

            1. one
            2. two

            ## Fix

            Run `systemctl restart sso` now or see {links}, log.txt *Image: shot.png*\
            next

            ```sh
            curl -s http://sso/*
            ```

            ```
            h1. raw *text*
            ```

            | Host | State |
            | --- | --- |
            | a | down |

            > **Note**
            >
            > inner

            > said

            ---

            > quoted

            > [!WARNING]
            > hot

            \*not bold\* a\*b\*c 2\*3\*4 snake_case_name [https://x.example/p_q_r?a=1](https://x.example/p_q_r?a=1)

            ## Environment

            prod

            ## Attachments

            - shot.png

            """,
            page,
            StringComparison.Ordinal
        );
        Assert.Contains("link: \"https://tools.example/jira/browse/DC-7\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_can_be_mapped_and_missing_pages_of_a_search_are_reported()
    {
        var file = fixture.File("page.json", Cloud.Replace("\"total\": 3", "\"total\": 120", StringComparison.Ordinal));
        var (types, error) = JiraTypes.Parse(["Incident=article", "Task=postmortem", "*=skip"]);
        Assert.Null(error);

        var report = fixture.Jira([file], types);

        Assert.Equal((2, 1), (report.Imported, report.Skipped));
        Assert.Equal("OPS-2 Patch clean-up", Assert.Single(Assert.Single(report.Reasons).Examples));
        Assert.Contains("found 120 issues, of which these files hold 3", Assert.Single(report.Notes), StringComparison.Ordinal);
        Assert.Contains("kind: postmortem", fixture.Written()["ops-3-rotate-keys.md"], StringComparison.Ordinal);
        Assert.NotNull(JiraTypes.Parse(["Incident=7"]).Error);
        Assert.NotNull(JiraTypes.Parse(["=skip"]).Error);
    }

    [Fact]
    public void An_issue_on_two_pages_of_a_search_is_written_once()
    {
        var report = fixture.Jira([fixture.File("1.json", Cloud), fixture.File("2.json", Cloud)]);
        Assert.Equal((2, 2), (report.Imported, report.Skipped));
        Assert.Equal(2, fixture.Written().Count);
    }
}
