using Knowledge.Content.Documents;

namespace Knowledge.Tests.Indexer.Importing;

public sealed class ConfluenceImportTests : IDisposable
{
    private static readonly Uri Wiki = new("https://wiki.example/");

    private readonly ImportFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    private const string Storage = """
        <h1>Symptoms</h1><ul><li>Dashboards are empty &mdash; no rows&hellip;</li></ul>
        <h1>Diagnosis</h1>
        <ol><li>Look at the disk.<ac:structured-macro ac:name="code" ac:schema-version="1">
        <ac:parameter ac:name="language">bash</ac:parameter><ac:plain-text-body><![CDATA[df -h /data
        [[ -d /data ]] && echo "<ok>"]] ></ac:plain-text-body></ac:structured-macro></li></ol>
        <ac:structured-macro ac:name="warning"><ac:parameter ac:name="title">Careful</ac:parameter>
        <ac:rich-text-body><p>Never delete <code>*.lock</code>.</p></ac:rich-text-body></ac:structured-macro>
        <ac:structured-macro ac:name="info"><ac:rich-text-body><p>Runs at night.</p></ac:rich-text-body></ac:structured-macro>
        <ac:structured-macro ac:name="note"><ac:rich-text-body><p>Noted.</p></ac:rich-text-body></ac:structured-macro>
        <ac:structured-macro ac:name="tip"><ac:rich-text-body><p>Tipped.</p></ac:rich-text-body></ac:structured-macro>
        <ac:structured-macro ac:name="expand"><ac:parameter ac:name="title">More &amp; more</ac:parameter>
        <ac:rich-text-body><p>Hidden words.</p></ac:rich-text-body></ac:structured-macro>
        <ac:structured-macro ac:name="panel"><ac:parameter ac:name="title">Frame</ac:parameter>
        <ac:rich-text-body><p>Framed.</p></ac:rich-text-body></ac:structured-macro>
        <ac:structured-macro ac:name="toc" />
        <h1>Resolution</h1>
        <ac:task-list><ac:task><ac:task-id>1</ac:task-id><ac:task-status>complete</ac:task-status>
        <ac:task-body><span>Free space</span></ac:task-body></ac:task>
        <ac:task><ac:task-id>2</ac:task-id><ac:task-status>incomplete</ac:task-status>
        <ac:task-body>Tell <ac:link><ri:user ri:userkey="8a1"/></ac:link> data</ac:task-body></ac:task></ac:task-list>
        <table><tbody><tr><th>Host</th><th>Mount</th></tr><tr><td>batch-1</td><td>a|b</td></tr></tbody></table>
        <p>See <ac:link ac:anchor="Steps"><ri:page ri:content-title="Clean up" />
        <ac:plain-text-link-body><![CDATA[the clean-up]]></ac:plain-text-link-body></ac:link>,
        <ac:link><ri:page ri:content-title="Elsewhere" ri:space-key="OPS" /></ac:link>,
        <ac:link ac:anchor="Symptoms"><ac:link-body>above</ac:link-body></ac:link>,
        <ac:link><ri:attachment ri:filename="plan (1).pdf" /></ac:link> and
        <a href="https://wiki.example/pages/viewpage.action?pageId=102">by id</a>.</p>
        <p><ac:image ac:alt="the plot"><ri:attachment ri:filename="plot.png" /></ac:image></p>
        """;

    private static string Entities(string storage) =>
        $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <hibernate-generic datetime="2026-03-02 07:40:00">
            <object class="BodyContent" package="com.atlassian.confluence.core"><id name="id">901</id>
              <property name="body"><![CDATA[{storage.Replace(
                "]]></ac:plain-text-link",
                "]] ></ac:plain-text-link",
                StringComparison.Ordinal
            )}]]></property><property name="bodyType">2</property></object>
            <object class="Space" package="com.atlassian.confluence.spaces"><id name="id">1</id>
              <property name="name"><![CDATA[Runbooks]]></property><property name="key"><![CDATA[RUN]]></property></object>
            <object class="Page" package="com.atlassian.confluence.pages"><id name="id">101</id>
              <property name="title"><![CDATA[Dashboards & batch]]></property>
              <property name="space" class="Space" package="com.atlassian.confluence.spaces"><id name="id">1</id></property>
              <property name="contentStatus"><![CDATA[current]]></property>
              <collection name="bodyContents" class="java.util.Collection">
                <element class="BodyContent" package="com.atlassian.confluence.core"><id name="id">901</id></element></collection></object>
            <object class="Page" package="com.atlassian.confluence.pages"><id name="id">102</id>
              <property name="title">Clean up</property><property name="space" class="Space" package="x"><id name="id">1</id></property>
              <property name="contentStatus">current</property></object>
            <object class="Page" package="com.atlassian.confluence.pages"><id name="id">77</id>
              <property name="title">Clean up</property>
              <property name="originalVersion" class="Page" package="x"><id name="id">102</id></property></object>
            <object class="Page" package="com.atlassian.confluence.pages"><id name="id">103</id>
              <property name="title">Gone</property><property name="contentStatus">deleted</property></object>
            <object class="Page" package="com.atlassian.confluence.pages"><id name="id">104</id>
              <property name="title">Old markup</property>
              <property name="space" class="Space" package="x"><id name="id">1</id></property></object>
            <object class="BodyContent" package="com.atlassian.confluence.core"><id name="id">902</id>
              <property name="body">&lt;h2&gt;Steps&lt;/h2&gt;&lt;p&gt;Run it.&lt;/p&gt;</property>
              <property name="content" class="Page" package="x"><id name="id">102</id></property>
              <property name="bodyType">2</property></object>
            <object class="BodyContent" package="com.atlassian.confluence.core"><id name="id">903</id>
              <property name="body">h2. Fix
            # restart {"{{"}loader{"}}"}
            # see [Clean up]</property>
              <property name="content" class="Page" package="x"><id name="id">104</id></property>
              <property name="bodyType">0</property></object>
            <object class="Attachment" package="com.atlassian.confluence.pages"><id name="id">501</id>
              <property name="title">plan (1).pdf</property>
              <property name="containerContent" class="Page" package="x"><id name="id">101</id></property></object>
            <object class="Label" package="com.atlassian.confluence.labels"><id name="id">601</id>
              <property name="name">batch</property></object>
            <object class="Labelling" package="com.atlassian.confluence.labels"><id name="id">602</id>
              <property name="label" class="Label" package="x"><id name="id">601</id></property>
              <property name="content" class="Page" package="x"><id name="id">101</id></property></object>
            </hibernate-generic>
            """;

    private const string Plan = "[plan (1).pdf](https://wiki.example/download/attachments/101/plan%20%281%29.pdf)";
    private const string Links =
        "[Elsewhere](https://wiki.example/display/OPS/Elsewhere), " + $"[above](#symptoms), {Plan} and [by id](102-clean-up.md)";

    private const string Expected = $"""
        # Dashboards & batch

        ## Symptoms

        - Dashboards are empty — no rows…

        ## Diagnosis

        1. Look at the disk.

           ```bash
           df -h /data
           [[ -d /data ]] && echo "<ok>"
           ```

        > [!WARNING]
        > **Careful**
        >
        > Never delete `*.lock`.

        > [!NOTE]
        > Runs at night.

        > [!IMPORTANT]
        > Noted.

        > [!TIP]
        > Tipped.

        <details>
        <summary>More &#38; more</summary>

        Hidden words.

        </details>

        > **Frame**
        >
        > Framed.

        ## Resolution

        - [x] Free space
        - [ ] Tell data

        | Host | Mount |
        | --- | --- |
        | batch-1 | a\|b |

        See [the clean-up](102-clean-up.md), {Links}.

        *Image: the plot*

        ## Attachments

        - {Plan}
        - [the plot](https://wiki.example/download/attachments/101/plot.png)

        """;

    [Fact]
    public void Reads_an_xml_export_with_its_macros_links_tasks_tables_and_attachments()
    {
        var report = fixture.Confluence(
            fixture.Zip(
                "space.zip",
                ("entities.xml", Entities(Storage)),
                ("exportDescriptor.properties", "exportType=space"),
                ("attachments/101/501/1", "x")
            ),
            Wiki
        );

        Assert.Equal((3, 0, 1), (report.Imported, report.Updated, report.Skipped));
        Assert.Equal("103 Gone", Assert.Single(Assert.Single(report.Reasons).Examples));
        var written = fixture.Written();
        Assert.Equal(["101-dashboards-batch.md", "102-clean-up.md", "104-old-markup.md"], written.Keys.Order(StringComparer.Ordinal));
        var page = written["101-dashboards-batch.md"];
        Assert.Equal(Expected, page[page.IndexOf("# Dashboards", StringComparison.Ordinal)..]);
        Assert.StartsWith(
            "---\ntitle: \"Dashboards & batch\"\ntags: [\"batch\"]\norigin:\n  system: confluence\n  id: \"101\"\n"
                + "  link: \"https://wiki.example/pages/viewpage.action?pageId=101\"\n  content: ",
            page,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "## Fix\n\n1. restart `loader`\n2. see [Clean up](102-clean-up.md)\n",
            written["104-old-markup.md"],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_xml_export_is_found_by_search_with_kind_sections_steps_and_links()
    {
        fixture.Confluence(fixture.File("entities.xml", Entities(Storage)), Wiki);

        var knowledge = fixture.Serve();

        Assert.Empty(knowledge.Findings);
        var hit = knowledge.Search(new("dashboards empty no rows"), default).Hits[0];
        Assert.Equal("101-dashboards-batch", hit.DocumentId);
        var document = knowledge.Find("101-dashboards-batch")!;
        Assert.Equal(("Dashboards & batch", DocumentKind.Runbook), (document.Title, document.Kind));
        Assert.Equal("https://wiki.example/pages/viewpage.action?pageId=101", document.FrontMatter.Origin!.Link);
        Assert.Equal(["Dashboards are empty — no rows…"], document.Symptoms);
        Assert.StartsWith(
            "df -h /data",
            document.Sections.Single(s => s.Heading == "Diagnosis").Steps[0].Command,
            StringComparison.Ordinal
        );
        Assert.Contains(
            knowledge.NeighboursOf(document).Runbooks.Concat(knowledge.NeighboursOf(document).Other),
            d => d.Id.Value == "102-clean-up"
        );
    }

    [Fact]
    public void A_single_page_in_storage_format_takes_its_title_from_the_file()
    {
        fixture.Confluence(
            fixture.File(
                "Disk_full_123.xml",
                "<p>Free <strong>space</strong>.</p><p><ac:emoticon ac:name=\"tick\" /><ri:page ri:content-title=\"x\" />after</p>"
            )
        );

        var (name, text) = Assert.Single(fixture.Written());
        Assert.Equal("123-disk-full-123.md", name);
        Assert.EndsWith("# Disk full 123\n\nFree **space**.\n\nafter\n", text, StringComparison.Ordinal);
    }

    private static string HtmlPage(string title, string content, string more = "") =>
        $"""
            <!DOCTYPE html><html><head><title>Operations : {title}</title>
            <link rel="stylesheet" href="styles/site.css"/></head><body class="theme-default aui-theme-default">
            <div id="page"><div id="main"><div id="main-header">
            <ol id="breadcrumbs"><li class="first"><span><a href="index.html">Operations</a></span></li></ol>
            <h1 id="title-heading" class="pagetitle"><span id="title-text"> Operations : {title} </span></h1></div>
            <div id="content" class="view"><div class="page-metadata">Created by <span class='author'> someone</span></div>
            <div id="main-content" class="wiki-content group">{content}</div>{more}</div></div></div></body></html>
            """;

    [Fact]
    public void Reads_an_html_export_with_boxes_code_expanders_tasks_links_and_attachments()
    {
        var content = """
            <div class="toc-macro"><ul><li><a href="#Diskfull-Fix">Fix</a></li></ul></div>
            <h2 id="Diskfull-Fix">Fix</h2>
            <div class="confluence-information-macro confluence-information-macro-warning"><p class="title">Careful</p>
            <span class="aui-icon"></span><div class="confluence-information-macro-body"><p>Slowly.</p></div></div>
            <div class="code panel pdl"><div class="codeHeader panelHeader pdl"><b>Look</b></div>
            <div class="codeContent panelContent pdl"><pre class="syntaxhighlighter-pre"
              data-syntaxhighlighter-params="brush: bash; gutter: false; theme: Confluence">df -i
            df -h</pre></div></div>
            <div id="expander-1" class="expand-container"><div id="expander-control-1" class="expand-control">
            <span class="expand-control-icon"><img src="images/icons/grey_arrow_down.png"/></span>
            <span class="expand-control-text">Output</span></div>
            <div id="expander-content-1" class="expand-content"><p>100 %</p></div></div>
            <div class="panel"><div class="panelHeader"><b>Frame</b></div><div class="panelContent"><p>Framed.</p></div></div>
            <ul class="inline-task-list" data-inline-tasks-content-id="201">
            <li class="checked" data-inline-task-id="1"><span>done</span></li><li data-inline-task-id="2">open</li></ul>
            <p>See <a href="Clean-up_202.html#Cleanup-x">clean-up</a>, <a href="/pages/viewpage.action?pageId=202">again</a>,
            <a href="#Diskfull-Fix">fix</a>, <a href="attachments/201/501.pdf">plan</a>, <a href="Gone_9.html">gone</a>.
            <img class="emoticon emoticon-tick" src="images/icons/emoticons/check.png" alt="(tick)"/></p>
            <p><img class="confluence-embedded-image" src="attachments/201/502.png" data-linked-resource-default-alias="plot.png"></p>
            <script>alert(1)</script>
            """;
        var attachments = """
            <div class="pageSection group"><div class="pageSectionHeader">
            <h2 id="attachments" class="pageSectionTitle">Attachments:</h2></div><div class="greybox" align="left">
            <img src="images/icons/bullet_blue.gif" height="8" width="8" alt=""/>
            <a href="attachments/201/501.pdf">plan.pdf</a> (application/pdf)<br/></div></div>
            """;
        var report = fixture.Confluence(
            fixture.Zip(
                "html.zip",
                ("OPS/index.html", HtmlPage("Index", "x")),
                ("OPS/Disk-full_201.html", HtmlPage("Disk full: node", content, attachments)),
                ("OPS/Clean-up_202.html", HtmlPage("Clean up", "<p>text</p>")),
                ("OPS/attachments/201/501.pdf", "x")
            )
        );

        Assert.Equal((2, 0), (report.Imported, report.Skipped));
        var page = fixture.Written()["201-disk-full-node.md"];
        Assert.EndsWith(
            """
            # Disk full: node

            ## Fix

            > [!WARNING]
            > **Careful**
            >
            > Slowly.

            **Look**

            ```bash
            df -i
            df -h
            ```

            <details>
            <summary>Output</summary>

            100 %

            </details>

            > **Frame**
            >
            > Framed.

            - [x] done
            - [ ] open

            See [clean-up](202-clean-up.md), [again](202-clean-up.md), [fix](#fix), plan, gone. (tick)

            *Image: plot.png*

            ## Attachments

            - plan.pdf
            - plot.png

            """,
            page,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Pages_of_one_title_in_two_spaces_get_names_of_their_own_and_the_same_each_time()
    {
        var zip = fixture.Zip(
            "html.zip",
            ("A/Home_1.html", HtmlPage("Home", "<p>first</p>")),
            ("B/Home_2.html", HtmlPage("Home", "<p>second</p>"))
        );

        Assert.Equal(2, fixture.Confluence(zip).Imported);
        var before = fixture.Written();
        Assert.Equal(["1-home.md", "2-home.md"], before.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(2, fixture.Confluence(zip).Unchanged);
        Assert.Equal(before, fixture.Written());
    }
}
