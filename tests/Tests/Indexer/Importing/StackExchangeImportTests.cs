using System.Security;
using System.Text;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Importing;

namespace Knowledge.Tests.Indexer.Importing;

public sealed class StackExchangeImportTests : IDisposable
{
    private readonly ImportFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    public static string Posts(params IReadOnlyList<string> rows) =>
        $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<posts>\n{string.Join('\n', rows)}\n</posts>\n";

    public static string Question(int id, int? accepted, string title, string html, string tags = "<linux><disk>", int score = 3) =>
        $"  <row Id=\"{id}\" PostTypeId=\"1\"{(accepted is null ? "" : $" AcceptedAnswerId=\"{accepted}\"")} "
        + $"CreationDate=\"2024-02-01T10:11:12.130\" Score=\"{score}\" ViewCount=\"9\" "
        + $"Body=\"{SecurityElement.Escape(html)}\" Title=\"{SecurityElement.Escape(title)}\" "
        + $"Tags=\"{SecurityElement.Escape(tags)}\" ContentLicense=\"CC BY-SA 4.0\" />";

    public static string Answer(int id, int question, string html) =>
        $"  <row Id=\"{id}\" PostTypeId=\"2\" ParentId=\"{question}\" CreationDate=\"2024-02-01T11:00:00.000\" "
        + $"Score=\"5\" Body=\"{SecurityElement.Escape(html)}\" ContentLicense=\"CC BY-SA 4.0\" />";

    [Fact]
    public void A_question_and_its_accepted_answer_become_an_article_that_search_finds()
    {
        var file = fixture.File(
            "Posts.xml",
            Posts(
                Question(10, 12, "Disk is full but df shows room", "<p>Writes fail with <code>No space left on device</code>.</p>"),
                Answer(11, 10, "<p>Reboot.</p>"),
                Answer(12, 10, "<h1>Count inodes</h1><ol><li><p>Look:</p><pre class=\"lang-sh\"><code>df -i\n</code></pre></li></ol>")
            )
        );

        var report = fixture.StackExchange(file, address: new("https://unix.example/"));

        Assert.Equal(1, report.Imported);
        var knowledge = fixture.Serve();
        Assert.Empty(knowledge.Findings);
        var document = knowledge.Find(knowledge.Search(new("no space left on device df"), default).Hits[0].DocumentId)!;
        Assert.Equal(
            ("10-disk-is-full-but-df-shows-room", "Disk is full but df shows room", DocumentKind.Article),
            (document.Id.Value, document.Title, document.Kind)
        );
        Assert.Equal(["linux", "disk"], document.FrontMatter.Tags);
        Assert.Equal("https://unix.example/questions/10", document.FrontMatter.Origin!.Link);
        Assert.Equal(
            [("Problem", SectionKind.Symptoms), ("Solution", SectionKind.Remediation)],
            document.Sections.Where(s => s.HeadingPath.Count == 2 && s.Heading != "Source").Select(s => (s.Heading, s.Kind))
        );
        Assert.Equal("df -i", document.Sections.Single(s => s.Heading == "Count inodes").Steps.Single().Command);
        Assert.DoesNotContain("Reboot", document.Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_before_its_question_is_as_good()
    {
        fixture.StackExchange(
            fixture.File("Posts.xml", Posts(Answer(5, 9, "<p>the answer</p>"), Question(9, 5, "Late", "<p>the question</p>")))
        );
        Assert.Contains("## Problem\n\nthe question\n\n## Solution\n\nthe answer\n", fixture.Only(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_makes_no_article_is_counted_with_the_reason()
    {
        var report = fixture.StackExchange(
            fixture.File(
                "Posts.xml",
                Posts(
                    Question(1, null, "None", "x"),
                    Question(2, 99, "Missing", "x"),
                    Question(3, 30, "Empty", "x"),
                    Answer(30, 3, "<p> </p>"),
                    Question(4, 40, "Low", "x", score: -2),
                    Answer(40, 4, "y"),
                    Question(5, 50, "Other tag", "x", "|windows|"),
                    Answer(50, 5, "y"),
                    Question(6, 60, "Good", "x", "|linux|disk|"),
                    Answer(60, 6, "y"),
                    Question(7, 60, "Same answer", "x", "|linux|"),
                    Question(6, 61, "Same id", "x", "|linux|")
                )
            ),
            new(["linux"], 0)
        );

        Assert.Equal("6-good.md", Assert.Single(fixture.Written()).Key);
        Assert.Equal(
            [
                "its accepted answer has no text: 3 Empty",
                "its accepted answer is not in the export: 2",
                "its accepted answer is that of another question: 7 Same answer",
                "its id was in the export before; the first one is kept: 6 Same id",
                "no accepted answer: 1 None",
            ],
            report.Reasons.Select(r => $"{r.Reason}: {string.Join(", ", r.Examples)}").Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void More_questions_than_a_source_serves_are_left_out_and_counted()
    {
        var rows = Enumerable
            .Range(1, 30)
            .SelectMany(i => new[] { Question(i, 100 + i, $"T{i}", "x") })
            .Concat(Enumerable.Range(1, 30).Select(i => Answer(100 + i, i, "y")));
        var report = fixture.StackExchange(
            fixture.File("Posts.xml", Posts([.. rows])),
            limits: ImportLimits.Default with
            {
                MaxItems = 10,
            }
        );
        Assert.Equal((10, 20), (report.Imported, report.Skipped));
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("iso-8859-1", false)]
    public void Other_encodings_are_read_when_the_file_says_so(string name, bool hasMark)
    {
        var text = Posts(Question(1, 2, "Größe überschritten", "<p>ä</p>"), Answer(2, 1, "<p>ö</p>"))
            .Replace("utf-8", name, StringComparison.Ordinal);
        var encoding = Encoding.GetEncoding(name);
        fixture.StackExchange(fixture.File("Posts.xml", [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)]));
        Assert.Contains("# Größe überschritten\n", fixture.Only(), StringComparison.Ordinal);
    }
}
