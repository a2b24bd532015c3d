using System.Text;
using Knowledge.Content;
using Knowledge.Content.Documents;
using Knowledge.Tests.Content.Timelines;
using Knowledge.Tests.Indexer.Commands;

namespace Knowledge.Tests.Indexer.Importing;

public sealed class SlackImportTests : IDisposable
{
    private const string Users =
        """[{"id": "U01", "name": "moc", "profile": {"real_name": "Mira Okoye"}}, """
        + """{"id": "U02", "name": "desk", "real_name": "Service desk"}]""";

    private readonly ImportFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    private static string Day(params IReadOnlyList<(string Ts, string User, string Text)> messages) =>
        $"[\n{string.Join(",\n", messages.Select(Message))}\n]\n";

    private static string Message((string Ts, string User, string Text) message) =>
        $$"""  {"type": "message", "user": "{{message.User}}", "text": "{{message.Text}}", "ts": "{{message.Ts}}"}""";

    // 2026-03-17 23:50 and the day after.
    private static readonly string First = Day(
        ("1773791400.1", "U02", "Harbour Foods says \\\"mails are late\\\""),
        ("1773791700.1", "U01", "maybe the <https://relay.example|relay>, <@U02>?")
    );
    private static readonly string Second = Day(
        ("1773793200.1", "U01", "so not the relay"),
        ("1773793500.1", "U01", "root cause: the queue disk is full")
    );

    private string Out(params IReadOnlyList<(string Name, string Text)> entries)
    {
        fixture.Slack([fixture.Zip("export.zip", entries)]);
        return fixture.Only();
    }

    [Fact]
    public void A_channel_of_a_zip_becomes_a_draft_with_timeline_and_suggestions()
    {
        var file = Out(
            ("users.json", Users),
            ("channels.json", """[{"id": "C1", "name": "incident"}]"""),
            ("incident/2026-03-17.json", First),
            ("incident/2026-03-18.json", Second)
        );
        Assert.Contains("draft: true\n", file, StringComparison.Ordinal);
        Assert.Contains("| 2026-03-17 23:55 | Mira Okoye: maybe the relay, @Service desk? |", file, StringComparison.Ordinal);
        var document = Assert.Single(
            DocumentReader.Read(new("content", "content", "a.md", file.Replace("draft: true\n", "", StringComparison.Ordinal))).Documents
        );
        Assert.Empty(document.Findings);
        Assert.Equal(
            (DocumentKind.Postmortem, "mails are late", new DateOnly(2026, 3, 17)),
            (document.Kind, document.Title, document.FrontMatter.Date)
        );
        Assert.Equal(["mails are late"], document.FrontMatter.Symptoms);
        Assert.Equal(new("Relay", "So not the relay", 25), Assert.Single(document.FrontMatter.DeadEnds));
        Assert.Equal("The queue disk is full.", Assert.Single(document.Causes).Text);
        Assert.Equal(4, document.Postmortem!.Timeline.Count);
        Assert.Equal("slack", document.FrontMatter.Origin!.System);
    }

    [Fact]
    public void A_draft_is_served_only_when_its_author_says_so()
    {
        fixture.Slack([fixture.File("2026-03-17.json", First)]);
        Assert.Empty(fixture.Serve().Documents);
        var path = Path.Combine(fixture.Out, Assert.Single(fixture.Written()).Key);
        File.WriteAllText(path, File.ReadAllText(path).Replace("draft: true\n", "", StringComparison.Ordinal));
        Assert.Single(fixture.Serve().Documents);
        // What somebody has edited is kept.
        var again = fixture.Slack([fixture.File("2026-03-17.json", First)]);
        Assert.Equal((0, 0, 1), (again.Imported, again.Updated, again.Skipped));
    }

    [Fact]
    public void A_directory_gives_the_same_as_its_zip_and_twice_changes_nothing()
    {
        var directory = Directory.CreateDirectory(fixture.PathOf("export"));
        directory.CreateSubdirectory("incident");
        fixture.File("export/users.json", Users);
        fixture.File("export/incident/2026-03-17.json", First);
        fixture.File("export/incident/2026-03-18.json", Second);
        Assert.Equal(1, fixture.Slack([directory.FullName]).Imported);
        Assert.Equal(
            1,
            fixture
                .Slack([
                    fixture.Zip(
                        "export.zip",
                        ("users.json", Users),
                        ("incident/2026-03-17.json", First),
                        ("incident/2026-03-18.json", Second)
                    ),
                ])
                .Unchanged
        );
        Assert.Equal(1, fixture.Slack([Path.Combine(directory.FullName, "incident")]).Unchanged);
    }

    [Fact]
    public void Of_several_channels_one_must_be_chosen()
    {
        var zip = fixture.Zip("export.zip", ("incident/2026-03-17.json", First), ("random/2026-03-17.json", Second));
        Assert.Contains("2 channels (incident, random)", ImportFixture.Refusal(() => fixture.Slack([zip])), StringComparison.Ordinal);
        Assert.Equal(1, fixture.Slack([zip], new(["random"])).Imported);
        Assert.Contains("no channel absent", ImportFixture.Refusal(() => fixture.Slack([zip], new(["absent"]))), StringComparison.Ordinal);
    }

    [Fact]
    public void An_incident_is_cut_out_of_a_channel_by_time()
    {
        fixture.Slack(
            [fixture.Zip("export.zip", ("ops/2026-03-17.json", First), ("ops/2026-03-18.json", Second))],
            new([], From: new(2026, 3, 18, 0, 0, 0, TimeSpan.Zero), To: new(2026, 3, 18, 0, 24, 0, TimeSpan.Zero))
        );
        Assert.Contains("date: 2026-03-18\n", fixture.Only(), StringComparison.Ordinal);
        Assert.DoesNotContain("queue disk", fixture.Only(), StringComparison.Ordinal);
        Assert.Equal(
            1,
            fixture
                .Slack([fixture.Zip("two.zip", ("ops/2026-03-17.json", First))], new([], From: new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)))
                .Skipped
        );
    }

    [Fact]
    public void Initials_leave_no_name()
    {
        fixture.Slack([fixture.Zip("export.zip", ("users.json", Users), ("incident/2026-03-17.json", First))], new([], Initials: true));
        Assert.Contains("MO: maybe the relay, @SD?", fixture.Only(), StringComparison.Ordinal);
        Assert.DoesNotContain("Okoye", fixture.Only(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pasted_chat_in_a_file_will_do()
    {
        fixture.Slack([fixture.File("empty-dashboards.txt", JudgedChat.TextOf("empty-dashboards.txt"))]);
        Assert.Contains("minutes-lost: 29", fixture.Only(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-03-17.json", "[{\"ts\": \"17", "no complete JSON")]
    [InlineData("2026-03-17.json", "{\"a\": 1}", "no day of a Slack channel")]
    [InlineData("2026-03-17.json", "[{\"ts\": \"1773791400.1\", \"user\": \"U1\", \"text\": \"\\ud800\"}]", "no Unicode")]
    [InlineData("chat.txt", "  \n", "no chat that can be read")]
    public void What_is_no_export_is_refused_in_one_line(string name, string text, string reason) =>
        Assert.Contains(reason, ImportFixture.Refusal(() => fixture.Slack([fixture.File(name, text)])), StringComparison.Ordinal);

    [Fact]
    public void More_than_a_timeline_takes_is_refused_with_the_way_out()
    {
        var day = Day([.. Enumerable.Range(0, 5_001).Select(i => ($"{1773791400 + i}.1", "U1", "a"))]);
        Assert.Contains(
            "--from and --to",
            ImportFixture.Refusal(() => fixture.Slack([fixture.File("2026-03-17.json", day)])),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "at most 1,000",
            ImportFixture.Refusal(() => fixture.Slack([fixture.File("2026-03-17.json", day)], limits: new() { MaxTableBytes = 1_000 })),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "more than 1,000",
            ImportFixture.Refusal(() =>
                fixture.Slack([fixture.Zip("bomb.zip", ("ops/2026-03-17.json", day))], limits: new() { MaxTableBytes = 1_000 })
            ),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "nested deeper",
            ImportFixture.Refusal(() => fixture.Slack([fixture.File("2026-03-18.json", new string('[', 200) + new string(']', 200))])),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Kb_writes_the_draft_and_says_that_it_is_one()
    {
        var file = fixture.File("2026-03-17.json", First);
        var (code, output, error) = await Kb.Run("import", "slack", file, "--out", fixture.Out, "--initials", "--from", "2026-03-17");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("not served before you delete `draft: true`", output, StringComparison.Ordinal);
        Assert.Equal(2, (await Kb.Run("import", "slack", file, "--out", fixture.Out, "--from", "yesterday")).ExitCode);
        Assert.Equal(
            Encoding.UTF8.GetBytes(fixture.Only()),
            await File.ReadAllBytesAsync(Path.Combine(fixture.Out, fixture.Written().Keys.Single()), TestContext.Current.CancellationToken)
        );
    }
}
