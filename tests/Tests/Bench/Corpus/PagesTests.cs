using System.IO.Compression;
using System.Text;
using Knowledge.Bench.Corpus;

namespace Knowledge.Tests.Bench.Corpus;

public class PagesTests
{
    [Fact]
    public void Html_gives_title_headings_and_text_without_code_and_menus()
    {
        var page = HtmlPages.Read(
            """
            <html><head><title>Site</title><script>var x;</script></head><body><nav><p>Menu</p></nav>
            <h1>1.2. Backups¶</h1><p>A <b>backup</b> is
            kept “apart”.</p><pre>tar c</pre><h2>Restore</h2><ul><li>Stop it.</li><li>Start it.</li></ul></body></html>
            """,
            "file"
        );

        Assert.Equal("Backups", page.Title);
        Assert.Equal(
            [new("Backups", "A backup is kept \"apart\"."), new("Restore", "Stop it."), new("Restore", "Start it.")],
            page.Paragraphs
        );
    }

    [Fact]
    public void Html_whose_first_heading_is_that_of_every_manual_page_has_the_title_of_its_head() =>
        Assert.Equal("tool - a tool", HtmlPages.Read("<title>tool - a tool</title><h1>NAME</h1><p>tool</p>", "file").Title);

    [Fact]
    public void Html_nested_deeper_than_anyone_writes_is_no_harm()
    {
        var page = HtmlPages.Read(string.Concat(Enumerable.Repeat("<div>", 20_000)) + "text", "file");

        Assert.Equal("file", page.Title);
    }

    [Fact]
    public void A_manual_page_is_called_by_its_name_line()
    {
        var page = ManualPages.Read(
            """
            .\" comment
            .TH LS 1
            .SH NAME
            ls \- list directory contents
            .SH DESCRIPTION
            .PP
            List information about the \fIFILE\fRs; see
            .BR stat (2).
            .nf
            code here
            .fi
            .TP
            \fB\-a\fR
            do not ignore entries
            """,
            "ls"
        );

        Assert.Equal("ls - list directory contents", page.Title);
        Assert.Equal(
            [new("Description", "List information about the FILEs; see stat(2)."), new("Description", "-a do not ignore entries")],
            page.Paragraphs
        );
    }

    [Fact]
    public void Plain_text_knows_both_kinds_of_headings()
    {
        var page = PlainPages.Read(
            """
            Title
            =====

            First :ref:`paragraph <there>`
            goes on.

            .. note::
                hidden

            ## Second

            ```
            code
            ```

            Last.
            """,
            "file"
        );

        Assert.Equal("Title", page.Title);
        Assert.Equal([new("Title", "First paragraph goes on."), new("Second", "Last.")], page.Paragraphs);
    }

    [Fact]
    public void A_package_gives_its_english_pages_in_the_order_of_their_paths()
    {
        using var fixture = new Fixture()
            .With("usr/share/doc/b/index.html.en", "<h1>Second page</h1>")
            .With("usr/share/doc/a.txt", "First page\n====\n\nText")
            .With("usr/share/doc/b/index.html.fr", "<h1>Page</h1>")
            .With("usr/share/doc/_sources/b.rst.txt", "Source\n====")
            .With("usr/share/doc/copyright", "Free")
            .With("usr/bin/tool", "x");
        var manual = Path.Combine(fixture.Directory, "usr/share/man/man1");
        Directory.CreateDirectory(manual);
        using (var file = File.Create(Path.Combine(manual, "tool.1.gz")))
        using (var gzip = new GZipStream(file, CompressionMode.Compress))
            gzip.Write(Encoding.UTF8.GetBytes(".SH NAME\ntool \\- third page\n"));

        Assert.Equal(["First page", "Second page", "tool - third page"], PackagePages.Read(fixture.Directory).Select(p => p.Title));
    }
}
