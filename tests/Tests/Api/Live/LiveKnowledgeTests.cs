using System.Diagnostics.Metrics;
using Dapper;
using Knowledge.Api.Store;
using Knowledge.Tests.Indexer;
using Microsoft.Data.Sqlite;
using static Knowledge.Tests.Api.Live.LiveServer;

namespace Knowledge.Tests.Api.Live;

public sealed class LiveKnowledgeTests : IDisposable
{
    private readonly ContentDirectory content = new();

    public void Dispose() => content.Dispose();

    private T Store<T>(Func<SqliteConnection, T> read)
    {
        using var store = new SqliteConnection($"Data Source={Path.Combine(DataOf(content), "knowledge.db")};Mode=ReadOnly;Pooling=False");
        store.Open();
        return read(store);
    }

    [Fact]
    public async Task A_file_that_is_saved_changed_renamed_or_deleted_shows_in_search()
    {
        await using var live = await Start(content);
        ContentDirectory.AssertServed(live.Current);

        var path = content.Write("page.md", "# Page\n\nbrimstone\n");
        await Until(() => Find(live, "brimstone") == "page");
        content.Write("page.md", "# Page\n\nsulphur\n");
        await Until(() => Find(live, "sulphur") == "page" && Find(live, "brimstone") is null);
        File.Move(path, Path.Combine(content.Root, "renamed.md"));
        await Until(() => Find(live, "sulphur") == "renamed");
        Directory.CreateDirectory(Path.Combine(content.Root, "moved"));
        File.Move(Path.Combine(content.Root, "renamed.md"), Path.Combine(content.Root, "moved", "renamed.md"));
        await Until(() => Find(live, "sulphur") == "moved/renamed");
        File.Delete(Path.Combine(content.Root, "moved", "renamed.md"));
        await Until(() => Find(live, "sulphur") is null);

        ContentDirectory.AssertServed(live.Current);
        Assert.Empty(live.Degraded);
    }

    [Fact]
    public async Task A_deleted_document_has_a_tombstone_until_it_comes_back()
    {
        KeepHistory(content);
        content.Write("page.md", "# Brimstone page\n\nbrimstone\n");
        await using var live = await Start(content);
        Assert.Null(live.FindTombstone("page"));

        File.Delete(Path.Combine(content.Root, "page.md"));
        await Until(() => live.FindTombstone("page") is not null);
        Assert.Equal("Brimstone page", live.FindTombstone("page")!.Title);
        Assert.Null(live.FindTombstone("never-was"));

        content.Write("page.md", "# Brimstone page\n\nbrimstone again\n");
        await Until(() => live.FindTombstone("page") is null);
        Assert.Equal(2, live.TimesOf(new("page"))!.Revisions);
        Assert.Equal(
            ["page added", "page deleted", "page restored"],
            HistoryOf(content).Where(h => h.StartsWith("page", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task A_restart_with_unchanged_files_writes_nothing_and_renders_nothing()
    {
        content.Write("page.md", "# Page\n\nbrimstone, see [the other](witness.md)\n");
        content.Write("rules.yaml", "groups:\n- name: g\n  rules:\n  - alert: DiskFull\n    expr: x > 1\n");
        var rendered = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Name == "kb_pages_rendered")
                    own.EnableMeasurementEvents(instrument);
            },
        };
        // The counter is for all of the process; only renderings on behalf of this test count.
        var mine = new AsyncLocal<bool> { Value = true };
        listener.SetMeasurementEventCallback<long>(
            (_, count, _, _) =>
            {
                if (mine.Value)
                    Interlocked.Add(ref rendered, count);
            }
        );
        listener.Start();

        KeepHistory(content);
        async Task<(long Changes, long Revisions, string Html)> Run()
        {
            string html;
            // Pages are written in the background; when the server has stopped they are.
            await using (var live = await Start(content))
                html = string.Concat(live.Current.Documents.Select(d => live.Html(d).Html + live.Html(d).Html));
            return Store(s =>
                (s.ExecuteScalar<long>("SELECT count(*) FROM history"), s.ExecuteScalar<long>("SELECT count(*) FROM revisions"), html)
            );
        }

        var first = await Run();
        Assert.Equal((3, 3, 3), (first.Changes, first.Revisions, rendered));
        var second = await Run();

        Assert.Equal(first, second);
        Assert.Equal(3, rendered);

        content.Write("page.md", "# Page\n\nbrimstone, changed\n");
        var third = await Run();
        Assert.Equal((4, 4, 4), (third.Changes, third.Revisions, rendered));
    }

    [Fact]
    public async Task A_source_that_vanishes_is_still_served_and_said_to_be_missing_until_it_is_back()
    {
        KeepHistory(content);
        content.Write("page.md", "# Page\n\nbrimstone\n");
        await using var live = await Start(content);

        Directory.Move(content.Root, content.Root + "-away");
        await Until(() => live.Degraded.Any(d => d.Contains("source s is missing", StringComparison.Ordinal)));
        Assert.Equal("page", Find(live, "brimstone"));
        Assert.Null(live.FindTombstone("page"));
        Assert.True(live.CheckReadiness().IsReady);

        Directory.Move(content.Root + "-away", content.Root);
        await Until(() => live.Degraded.Count == 0);
        content.Write("page.md", "# Page\n\nsulphur\n");
        await Until(() => Find(live, "sulphur") == "page");
        // What is served is kept a moment later.
        await Until(() => HistoryOf(content).Count >= 3);
        Assert.Equal(["page added", "page changed", "witness added"], HistoryOf(content).Order());
    }

    [Fact]
    public async Task A_first_start_without_the_source_is_not_ready()
    {
        KeepHistory(content);
        Directory.Move(content.Root, content.Root + "-away");

        await using (var live = await Start(content))
        {
            Assert.NotEmpty(live.Degraded);
            Assert.False(live.CheckReadiness().IsReady);
            Directory.Move(content.Root + "-away", content.Root);
            await Until(() => live.CheckReadiness().IsReady);
        }
        Assert.Equal(["witness added"], HistoryOf(content));
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_is_refused()
    {
        await using var first = await Start(content);

        var refused = await Assert.ThrowsAsync<StoreException>(() => Start(content));

        Assert.Contains("used by another server", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--data", refused.Message, StringComparison.Ordinal);
        Assert.Empty(first.Degraded);
        Assert.True(first.RecordGap(new("id", "brimstone", null)));
    }

    [Fact]
    public async Task After_a_refused_start_and_a_stop_the_data_can_be_used_again()
    {
        await using (await Start(content))
            await Assert.ThrowsAsync<StoreException>(() => Start(content));

        await using var next = await Start(content);
        Assert.Empty(next.Degraded);
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        await using (await Start(content)) { }
        var file = Path.Combine(DataOf(content), "knowledge.db");
        using (var store = new SqliteConnection($"Data Source={file};Pooling=False"))
            store.Execute("PRAGMA journal_mode = DELETE; PRAGMA user_version = 99");
        var before = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<StoreException>(() => Start(content));

        Assert.Contains("newer version (schema 99", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    public static TheoryData<string> Damages => ["noise", "noise behind the header", "the second page", "cut in half", "empty schema"];

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Over_a_damaged_store_searches_are_answered_and_the_damage_is_reported(string damage)
    {
        for (var i = 0; i < 100; i++)
            content.Write($"page-{i}.md", $"# Page {i}\n\nbrimstone {i}\n");
        await using (await Start(content)) { }
        var file = Path.Combine(DataOf(content), "knowledge.db");
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        var random = new Random(1);
        switch (damage)
        {
            case "noise":
                random.NextBytes(bytes);
                break;
            case "noise behind the header":
                random.NextBytes(bytes.AsSpan(100));
                break;
            case "the second page":
                random.NextBytes(bytes.AsSpan(4096, 4096));
                break;
            case "cut in half":
                bytes = bytes[..(bytes.Length / 2)];
                break;
        }
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        if (damage == "empty schema")
            using (var store = new SqliteConnection($"Data Source={file};Pooling=False"))
                store.Execute("DROP TABLE revisions; DROP TABLE documents");

        await using var live = await Start(content);

        Assert.Contains("store cannot be written", Assert.Single(live.Degraded), StringComparison.Ordinal);
        if (damage != "empty schema")
            Assert.Contains("damaged", live.Degraded[0], StringComparison.Ordinal);
        ContentDirectory.AssertServed(live.Current);
        Assert.Null(live.FindTombstone("page-1"));
        Assert.NotEmpty(live.Html(live.Current.Find("page-1")!).Html);
        content.Write("new.md", "# New\n\nsulphur\n");
        await Until(() => Find(live, "sulphur") == "new");

        // Without a restart: the damaged file is moved away, as the message says.
        foreach (
            var part in Directory
                .GetFiles(DataOf(content), "knowledge.db*")
                .Append(Path.Combine(DataOf(content), "store.mark"))
                .Where(File.Exists)
        )
            File.Move(part, Path.Combine(content.Outside, Path.GetFileName(part)));
        await Until(() => live.Degraded.Count == 0 && live.TimesOf(new("new")) is not null);
        Assert.True(live.RecordGap(new("id", "brimstone", null)));
    }

    [Fact]
    public async Task Searches_work_where_no_store_can_be_and_that_is_reported()
    {
        var notADirectory = content.Write(".data", "a file");

        await using var live = await Start(content, notADirectory);

        Assert.Contains(live.Degraded, d => d.Contains("Searches work", StringComparison.Ordinal));
        ContentDirectory.AssertServed(live.Current);
        Assert.False(live.RecordGap(new("id", "brimstone", null)));
        File.Delete(notADirectory);
        await Until(() => live.Degraded.Count == 0 && live.RecordGap(new("id", "brimstone", null)));
    }

    [Theory]
    [InlineData("# The same title", 400)]
    [InlineData("---\ntitle: \"???\"\n---\n# !!!", 4)]
    public async Task Readiness_does_not_depend_on_one_title(string page, int times)
    {
        // Of many pages with one title the later ones are not listed; they lie in the middle, between pages that say nothing.
        for (var i = 0; i < times; i++)
            content.Write($"same/{i}.md", $"{page}\n\nbrimstone\n");
        content.Write("zebra.md", "# Zebra\n\nsulphur\n");

        await using var live = await Start(content);

        await Until(() => live.CheckReadiness().IsReady);
    }

    [Fact]
    public async Task Hostile_files_that_come_while_it_runs_do_not_stop_it()
    {
        await using var live = await Start(content);

        content.Write(@"a\b.md", "# A\n\nbrimstone\n");
        content.Write("a/b.md", "# B\n\nbrimstone\n");
        content.Write("bad.md", [0xFF, 0xFE, 0, 0]);
        content.Write("huge.md", new byte[1024 * 1024]);
        content.Write("bomb.md", "---\na: " + new string('[', 15_000) + "\n---\n" + string.Concat(Enumerable.Repeat("[a](", 20_000)));
        if (OperatingSystem.IsLinux())
            content.Shell(
                @"mkfifo pipe.md; ln -s /etc/passwd out.md; ln -s self.md self.md; printf '# A\n' > $'\xff.md'; printf '# A\n' > $'\xfe.md'"
            );
        await Until(() => Find(live, "brimstone") is not null);
        content.Write("after.md", "# After\n\nsulphur\n");
        await Until(() => Find(live, "sulphur") == "after");
        content.Write("after.md", "# After\n\npumice stone\n");
        await Until(() => Find(live, "pumice") == "after");

        ContentDirectory.AssertServed(live.Current);
        Assert.Empty(live.Degraded);
        Assert.NotEmpty(live.Unserved.Files);
    }
}
