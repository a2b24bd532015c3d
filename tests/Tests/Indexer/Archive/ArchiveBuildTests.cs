using Knowledge.Indexer.Archive;
using Knowledge.Indexer.Importing;
using Knowledge.Tests.Indexer.Importing;

namespace Knowledge.Tests.Indexer.Archive;

public sealed class ArchiveBuildTests : IDisposable
{
    private readonly ArchiveFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    private static ArchivePage Page(string id, string text, string? date = null) => ArchiveFixture.Page(id, $"Ticket {id}", text, date);

    private static (int Added, int Updated, int Unchanged, int Deleted, int Skipped) Outcome(ArchiveReport report) =>
        (report.Added, report.Updated, report.Unchanged, report.Deleted, report.Skipped);

    [Fact]
    public void A_data_dump_is_archived_without_a_file_for_each_question()
    {
        var posts = fixture.File(
            "Posts.xml",
            StackExchangeImportTests.Posts(
                StackExchangeImportTests.Question(10, 12, "Disk is full but df shows room", "<p>Writes fail: <code>ENOSPC</code>.</p>"),
                StackExchangeImportTests.Answer(12, 10, "<p>Count the inodes with df -i.</p>"),
                StackExchangeImportTests.Question(13, null, "Never answered", "<p>Why?</p>")
            )
        );

        var report = fixture.Import(
            (work, _) =>
                ArchiveItem.Of(
                    StackExchangeImport.Read(
                        posts,
                        new("https://unix.example/"),
                        StackExchangeSelection.All,
                        work,
                        ImportLimits.Default,
                        (_, _, _) => { }
                    )
                )
        );

        Assert.Equal((1, 0, 0, 0, 1), Outcome(report));
        Assert.Equal("no accepted answer", Assert.Single(report.Reasons).Reason);
        Assert.Empty(Directory.EnumerateFiles(fixture.Out, "*.md", SearchOption.AllDirectories));
        var hit = Assert.Single(fixture.Ask("inodes").Hits);
        Assert.Equal(("tickets/10#1", "Disk is full but df shows room"), (hit.Id, hit.Title));
        Assert.Equal(new DateOnly(2024, 2, 1), hit.Date);
        Assert.Equal("/archive/tickets/10#s1", hit.Url);
        using var archive = fixture.Open();
        var page = archive.Page("10", ArchiveFixture.Now)!;
        Assert.Equal("https://unix.example/questions/10", page.Link);
        Assert.Equal(
            ["Writes fail: ENOSPC.", "Count the inodes with df -i.\nquestion 10, CC BY-SA 4.0"],
            page.Sections.Select(s => s.Text)
        );
        Assert.Equal("10", fixture.Found("kind:article tag:linux ENOSPC"));
        Assert.Equal("", fixture.Found("kind:runbook ENOSPC"));
    }

    [Fact]
    public void A_newer_export_adds_what_is_new_and_replaces_what_has_changed()
    {
        Assert.Equal((2, 0, 0, 0, 0), Outcome(fixture.Build(Page("a", "the disk is full"), Page("b", "the queue is stuck"))));
        Assert.Equal((0, 0, 2, 0, 0), Outcome(fixture.Build(Page("a", "the disk is full"), Page("b", "the queue is stuck"))));
        Assert.Equal((1, 1, 1, 0, 0), Outcome(fixture.Build(Page("a", "the disk is full"), Page("b", "a zombie"), Page("c", "a ghost"))));
        Assert.Equal(("a", "b", "c", ""), (fixture.Found("disk"), fixture.Found("zombie"), fixture.Found("ghost"), fixture.Found("queue")));
    }

    [Fact]
    public void Only_a_whole_export_deletes_what_it_does_not_hold()
    {
        fixture.Build(Page("a", "disk"), Page("b", "queue"));
        Assert.Equal(0, fixture.Build(Page("a", "disk")).Deleted);
        Assert.Equal("b", fixture.Found("queue"));
        var report = fixture.Build(isWhole: true, Page("a", "disk"));
        Assert.Equal((1, 1), (report.Deleted, report.Sections));
        Assert.Equal("", fixture.Found("queue"));
        Assert.Equal("a", fixture.Found("disk"));
    }

    [Fact]
    public void An_interrupted_build_goes_on_from_its_last_commit()
    {
        ArchivePage[] pages = [.. Enumerable.Range(0, 1200).Select(i => Page($"p{i}", $"word{i} is said here"))];
        IEnumerable<ArchiveItem> Interrupted()
        {
            foreach (var page in pages.Take(1100))
                yield return ArchiveFixture.Item(page);
            throw new ImportException("the export ends here");
        }

        var build = new ArchiveBuild("test", fixture.Out, (_, _, _) => Interrupted()) { CommitEvery = TimeSpan.Zero };
        Assert.Equal("the export ends here", Assert.Throws<ImportException>(() => ArchiveFixture.Run(build)).Message);
        Assert.False(ArchiveManifest.Read(fixture.Out)!.IsComplete);

        var report = fixture.Build(pages);
        Assert.InRange(report.Unchanged, 1000, 1100);
        Assert.Equal(pages.Length, report.Unchanged + report.Added);
        Assert.True(ArchiveManifest.Read(fixture.Out)!.IsComplete);
        Assert.Equal(pages.Length, report.Sections);
        Assert.StartsWith("p1150 ", fixture.Found("word1150"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_older_than_is_kept_is_left_out_deleted_and_not_shown()
    {
        // 30 June 2026 less a year of 365 days.
        ArchivePage[] pages = [Page("old", "disk", "2025-06-29"), Page("new", "disk", "2025-06-30"), Page("undated", "disk")];
        var kept = fixture.Import((_, _) => pages.Select(ArchiveFixture.Item), TimeSpan.FromDays(365));
        Assert.Equal("older than what is kept", Assert.Single(kept.Reasons).Reason);
        Assert.Equal("new undated", Sorted(fixture.Found("disk")));

        fixture.Build(pages);
        Assert.Equal("new old undated", Sorted(fixture.Found("disk")));
        Assert.Equal(2, fixture.Import((_, _) => [], TimeSpan.FromDays(365)).Sections);

        using (var archive = fixture.Open())
        {
            var dayAfter = ArchiveFixture.Now.AddDays(1);
            Assert.Equal(
                "tickets/undated#0",
                Assert.Single(ArchiveSearch.Search([archive], new("disk", 10, 0, false, TimeSpan.FromSeconds(30)), dayAfter).Hits).Id
            );
            Assert.NotNull(archive.Page("new", ArchiveFixture.Now));
            Assert.Null(archive.Page("new", dayAfter));
            Assert.NotNull(archive.Page("undated", dayAfter));
        }

        static string Sorted(string found) => string.Join(' ', found.Split(' ').Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_page_is_deleted_by_its_id_and_gone_from_the_disk()
    {
        fixture.Build(Page("a", "the password is quixotic"), Page("b", "queue"));
        Assert.Equal(1, ArchiveDeletion.Run(fixture.Out, ["a", "nowhere"]));
        Assert.Equal(("", "b"), (fixture.Found("quixotic"), fixture.Found("queue")));
        Assert.All(
            Directory.EnumerateFiles(fixture.Index),
            f => Assert.DoesNotContain("quixotic", File.ReadAllText(f, System.Text.Encoding.Latin1), StringComparison.Ordinal)
        );
        Assert.Equal(0, ArchiveDeletion.Run(fixture.Out, ["a"]));
    }

    [Fact]
    public void An_id_that_comes_twice_counts_once()
    {
        var report = fixture.Build(Page("a", "disk"), Page("a", "queue"));
        Assert.Equal((1, 1), (report.Added, report.Skipped));
        Assert.Equal("its id was in the export before; the first one is kept", Assert.Single(report.Reasons).Reason);
    }

    [Fact]
    public void Archives_of_others_and_of_other_versions_are_refused()
    {
        fixture.Build(Page("a", "disk"));
        var other = new ArchiveBuild("jira", fixture.Out, (_, _, _) => []);
        Assert.Contains(
            "holds pages of test",
            Assert.Throws<ArchiveException>(() => ArchiveFixture.Run(other)).Message,
            StringComparison.Ordinal
        );
        (ArchiveManifest.Read(fixture.Out)! with { Format = 99 }).Write(fixture.Out);
        Assert.Contains("another version", Assert.Throws<ArchiveException>(() => fixture.Build()).Message, StringComparison.Ordinal);
        Assert.Contains(
            "another version",
            Assert.Throws<ArchiveException>(() => fixture.Open().Dispose()).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void One_build_writes_at_a_time()
    {
        using (ArchiveWriter.Open(fixture.Out))
            Assert.Contains(
                "is being written by another build",
                Assert.Throws<ArchiveException>(() => fixture.Build(Page("a", "disk"))).Message,
                StringComparison.Ordinal
            );
        Assert.Equal(1, fixture.Build(Page("a", "disk")).Added);
    }

    [Fact]
    public void A_directory_is_archived_with_the_dates_of_its_pages()
    {
        var page = fixture.File(
            "wiki/disk.md",
            "---\ndate: 2020-02-03\ntags: [storage]\n---\n# Disk full\n\n## Fix\n\nDelete the shards.\n"
        );
        var wiki = Path.GetDirectoryName(page)!;
        File.SetLastWriteTimeUtc(
            fixture.File("wiki/sub/queue.md", "# Queue stuck\n\nPurge it.\n"),
            new(2021, 4, 5, 6, 7, 8, DateTimeKind.Utc)
        );
        Assert.Equal(2, fixture.Import((_, _) => ArchiveItem.OfDirectory(wiki, (_, _, _) => { })).Added);
        Assert.Equal(new DateOnly(2020, 2, 3), Assert.Single(fixture.Ask("shards tag:storage").Hits).Date);
        Assert.Equal(new DateOnly(2021, 4, 5), Assert.Single(fixture.Ask("purge").Hits).Date);
        Assert.Equal("/archive/tickets/sub/queue#s0", Assert.Single(fixture.Ask("purge").Hits).Url);
        Assert.Throws<ImportException>(() => ArchiveItem.OfDirectory(fixture.PathOf("nowhere"), (_, _, _) => { }).ToList());
    }

    [Fact]
    public void Each_day_of_a_channel_is_a_page()
    {
        var day = """[{"type":"message","user":"U1","text":"the *relay* is down","ts":"1773791400.1"}]""";
        fixture.File("export/users.json", """[{"id":"U1","profile":{"real_name":"Mira Okoye"}}]""");
        fixture.File("export/incident/2026-03-17.json", day);
        fixture.File("export/incident/2026-03-18.json", day.Replace("relay", "queue", StringComparison.Ordinal));
        fixture.File("export/lunch/2026-03-18.json", "[]");
        var items = ArchiveItem.Of(SlackImport.Days([fixture.PathOf("export")], null, ImportLimits.Default, (_, _, _) => { }));
        Assert.Equal(2, fixture.Import((_, _) => items).Added);
        var hit = Assert.Single(fixture.Ask("relay").Hits);
        Assert.Equal(("#incident, 2026-03-17", new DateOnly(2026, 3, 17)), (hit.Title, hit.Date!.Value));
        Assert.Contains("Mira Okoye: the *relay* is down", hit.Snippet, StringComparison.Ordinal);
        Assert.Equal("", string.Concat(fixture.Ask("lunch").Hits.Select(h => h.Title)));
    }
}
