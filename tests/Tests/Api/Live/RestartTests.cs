using Dapper;
using Knowledge.Api.Live;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Checks;
using Knowledge.Indexer.Snapshots;
using Knowledge.Tests.Indexer;
using Microsoft.Data.Sqlite;
using static Knowledge.Tests.Api.Live.LiveServer;

namespace Knowledge.Tests.Api.Live;

/// <summary>A start from what an earlier process left behind: snapshot, store, both, or neither whole.</summary>
public sealed class RestartTests : IDisposable
{
    private const string Owned =
        "---\nowner: steam-team\nsymptoms: [turbine hums]\n---\n# Turbine\n\n## Causes\n\n"
        + "- The bearing is dry.\n\n## Remediation\n\n1. Oil the bearing.\n";

    private readonly ContentDirectory content = new();

    public void Dispose() => content.Dispose();

    private string SnapshotFile => Path.Combine(DataOf(content), IndexSnapshot.FileName);

    /// <summary>Puts other words into a file without a trace that would tell: only who reads it again sees them.</summary>
    private void Smuggle(string path, string from, string to)
    {
        Assert.Equal(from.Length, to.Length);
        var file = Path.Combine(content.Root, path);
        var time = File.GetLastWriteTimeUtc(file);
        File.WriteAllText(file, File.ReadAllText(file).Replace(from, to, StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(file, time);
    }

    [Fact]
    public async Task No_file_is_read_again()
    {
        content.Write("page.md", "# Page\n\nbrimstone\n");
        await using (await Start(content)) { }
        Assert.True(File.Exists(SnapshotFile));
        Smuggle("page.md", "brimstone", "quicklime");

        await using (var live = await Start(content))
        {
            Assert.Equal("page", Find(live, "brimstone"));
            Assert.Null(Find(live, "quicklime"));
            Assert.True(live.CheckReadiness().IsReady);
            Assert.Empty(live.Degraded);
            ContentDirectory.AssertServed(live.Current);
        }

        // The witness of this test: without a snapshot it is read.
        File.Delete(SnapshotFile);
        await using var again = await Start(content);
        Assert.Equal("page", Find(again, "quicklime"));
    }

    [Fact]
    public async Task What_changed_while_the_server_was_down_is_taken_in()
    {
        KeepHistory(content);
        for (var i = 0; i < 30; i++)
            content.Write($"page-{i}.md", $"# Page {i}\n\nbrimstone {i}\n");
        content.Write("same.md", "# Same\n\nbasalt\n");
        await using (await Start(content)) { }
        Smuggle("same.md", "basalt", "marble");
        File.Delete(Path.Combine(content.Root, "page-3.md"));
        content.Write("page-4.md", "# Page 4\n\nsulphur, longer than before\n");
        content.Write("new.md", "# New\n\npumice\n");

        await using var live = await Start(content);

        // From the first answer on.
        Assert.Equal(["same", null, "page-4", "new"], new[] { "basalt", "marble", "sulphur", "pumice" }.Select(w => Find(live, w)));
        Assert.Null(live.Current.Find("page-3"));
        await Until(() => live.FindTombstone("page-3") is not null);
        Assert.Equal(["new added", "page-3 deleted", "page-4 changed"], HistoryOf(content).Skip(32).Order());
    }

    [Theory]
    [InlineData("noise")]
    [InlineData("half")]
    [InlineData("empty")]
    [InlineData("one bit in the index")]
    [InlineData("one bit at the end")]
    [InlineData("a directory")]
    public async Task A_damaged_snapshot_is_not_reported_to_searchers(string damage)
    {
        content.Write("page.md", "# Page\n\nbrimstone\n");
        await using (await Start(content)) { }
        Smuggle("page.md", "brimstone", "quicklime");
        var bytes = await File.ReadAllBytesAsync(SnapshotFile, TestContext.Current.CancellationToken);
        switch (damage)
        {
            case "noise":
                new Random(1).NextBytes(bytes);
                break;
            case "half":
                bytes = bytes[..(bytes.Length / 2)];
                break;
            case "empty":
                bytes = [];
                break;
            case "one bit in the index":
                bytes[200] ^= 4;
                break;
            case "one bit at the end":
                bytes[^1] ^= 128;
                break;
        }
        File.Delete(SnapshotFile);
        if (damage == "a directory")
            Directory.CreateDirectory(SnapshotFile);
        else
            await File.WriteAllBytesAsync(SnapshotFile, bytes, TestContext.Current.CancellationToken);

        await using (var live = await Start(content))
        {
            Assert.Equal("page", Find(live, "quicklime"));
            Assert.True(live.CheckReadiness().IsReady);
            Assert.Empty(live.Degraded);
        }
        if (damage == "a directory")
            return;

        // And a whole one takes its place.
        Smuggle("page.md", "quicklime", "brimstone");
        await using var next = await Start(content);
        Assert.Equal("page", Find(next, "quicklime"));
    }

    [Fact]
    public async Task A_kill_between_writing_and_renaming_leaves_the_old_one()
    {
        content.Write("page.md", "# Page\n\nbrimstone\n");
        await using (await Start(content)) { }
        await File.WriteAllTextAsync(SnapshotFile + ".new", "begun", TestContext.Current.CancellationToken);
        Smuggle("page.md", "brimstone", "quicklime");

        await using (var live = await Start(content))
        {
            Assert.Equal("page", Find(live, "brimstone"));
            content.Write("new.md", "# New\n\npumice\n");
            await Until(() => Find(live, "pumice") == "new");
        }
        Assert.False(File.Exists(SnapshotFile + ".new"));
    }

    [Fact]
    public async Task Without_the_store_that_belongs_to_it_a_snapshot_is_not_used()
    {
        content.Write("page.md", "# Page\n\nbrimstone\n");
        await using (await Start(content)) { }
        Smuggle("page.md", "brimstone", "quicklime");
        foreach (var part in Directory.GetFiles(DataOf(content), "knowledge.db*").Append(Path.Combine(DataOf(content), "store.mark")))
            File.Delete(part);

        await using var live = await Start(content);

        Assert.Equal("page", Find(live, "quicklime"));
        await Until(() => live.TimesOf(new("page")) is not null);
    }

    // A page as it was written is what the store keeps, front matter and all, also when the store was away for a while.
    [Fact]
    public async Task A_new_store_is_filled_with_whole_texts()
    {
        content.Write("turbine.md", Owned);
        await using (await Start(content)) { }
        var file = Path.Combine(DataOf(content), "knowledge.db");
        await File.WriteAllTextAsync(
            file,
            "noise that is no database, and long enough to be told from an empty one",
            TestContext.Current.CancellationToken
        );
        await using var live = await Start(content);
        Assert.Contains("damaged", Assert.Single(live.Degraded), StringComparison.Ordinal);

        foreach (var part in Directory.GetFiles(DataOf(content), "knowledge.db*").Append(Path.Combine(DataOf(content), "store.mark")))
            File.Delete(part);
        await Until(() => live.TimesOf(new("turbine")) is not null);

        using var store = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        Assert.Equal(Owned, store.ExecuteScalar<string>("SELECT text FROM revisions WHERE document_id = 'turbine'"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_source_that_is_missing_at_the_start_is_served_as_it_was_last_read(bool hasSnapshot)
    {
        KeepHistory(content);
        content.Write("turbine.md", Owned);
        await using (await Start(content)) { }
        var before = HistoryOf(content);
        if (!hasSnapshot)
            File.Delete(SnapshotFile);
        Directory.Move(content.Root, content.Root + "-away");

        await using (var live = await Start(content))
        {
            ContentDirectory.AssertServed(live.Current);
            var answer = Assert.Single(live.Current.Search(new("turbine hums"), default).Answers);
            Assert.Equal(("steam-team", "Oil the bearing."), (answer.Owner!.Team, answer.Steps[0].Text));
            Assert.Contains("source s is missing", Assert.Single(live.Degraded), StringComparison.Ordinal);
            Assert.True(live.CheckReadiness().IsReady);
            Assert.Null(live.FindTombstone("turbine"));

            Directory.Move(content.Root + "-away", content.Root);
            await Until(() => live.Degraded.Count == 0);
            content.Write("new.md", "# New\n\npumice\n");
            await Until(() => Find(live, "pumice") == "new");
            await Until(() => live.TimesOf(new("new")) is not null);
        }
        // Nothing was changed, deleted or restored by its absence.
        Assert.Equal([.. before, "new added"], HistoryOf(content));
    }

    // Whom to call is what matters most on such a day.
    [Fact]
    public async Task A_source_that_is_missing_at_the_start_still_has_its_catalog_its_thesaurus_and_its_mappings()
    {
        content.Write(
            "turbine.md",
            "---\nservices: [generator]\n---\n# Turbine\n\n## Symptoms\n\n- turbine hums\n\n## Remediation\n\n1. Oil the bearing.\n"
        );
        content.Write(
            "catalog-info.yaml",
            "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: generator}\nspec: {owner: steam-team}\n---\n"
                + "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: steam-team}\n"
                + "spec: {profile: {email: steam@example.org}}\n"
        );
        content.Write("thesaurus.yaml", "groups:\n- terms: [turbine, windmill]\n");
        content.Write("hooks/steam.yaml", "name: title\nkey: id\n");
        await using (var live = await Start(content))
            Assert.Equal("steam-team", live.Current.OwnerOf(live.Current.Find("turbine")!, default)!.Team);
        Directory.Move(content.Root, content.Root + "-away");

        await using var later = await Start(content);

        Assert.Equal("steam-team", later.Current.OwnerOf(later.Current.Find("turbine")!, default)?.Team);
        Assert.Equal("turbine", Find(later, "windmill"));
        Assert.NotNull(later.Current.MappingOf("steam"));
        Directory.Move(content.Root + "-away", content.Root);
        await Until(() => later.Degraded.Count == 0);
        Assert.Equal("turbine", Find(later, "windmill"));
    }

    // The debt page and the checks look at texts as they were written.
    [Fact]
    public async Task A_check_of_what_is_served_finds_the_same_as_before()
    {
        content.Write("turbine.md", Owned + "\n2. See [the drawing](missing.md). TODO: ask.\n\n   ```sh\n   rm -rf /\n   ```\n");
        IReadOnlyList<string> before;
        await using (var live = await Start(content))
            before = Check(live);
        Assert.NotEmpty(before);

        await using var later = await Start(content);

        Assert.Equal(before, Check(later));

        static IReadOnlyList<string> Check(LiveKnowledge live) =>
            [.. CheckRun.Of(live.Current, new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero)).Select(f => f.ToString())];
    }

    [Fact]
    public async Task What_could_not_be_saved_is_saved_when_it_can_be()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        Directory.CreateDirectory(DataOf(content));
        File.CreateSymbolicLink(SnapshotFile + ".new", "/dev/full");
        await using (await Start(content))
            await Until(() => !Path.Exists(SnapshotFile + ".new"));

        Assert.True(File.Exists(SnapshotFile));
        Assert.False(File.Exists(SnapshotFile + ".new"));
    }

    [Fact]
    public async Task A_large_source_is_answered_from_while_it_is_read_and_says_so()
    {
        const int files = 4000;
        KeepHistory(content);
        for (var i = 0; i < files; i++)
            content.Write($"p/{i:D5}.md", $"# Relay {i}\n\nrelay {i} hums\n");
        using var pause = new PausedLog();
        var live = Create(content, logger: pause);
        var starting = live.StartAsync(TestContext.Current.CancellationToken);
        // The loop stands still behind its first portion for as long as it is looked at.
        await Until(() => pause.IsReached || starting.IsCompleted);
        Assert.False(live.IsComplete);
        Assert.InRange(live.Current.Documents.Count, 1, files - 1);
        Assert.NotNull(Find(live, "relay hums"));
        Assert.Contains("is being read", live.Degraded[0], StringComparison.Ordinal);
        Assert.False(live.CheckReadiness().IsReady);
        pause.GoOn();
        await starting;
        await using (var first = live)
        {
            await Until(() => first.IsComplete && first.TimesOf(new("p/03999")) is not null);
            Assert.True(first.CheckReadiness().IsReady);
            Assert.Empty(first.Degraded);
            Assert.Equal(files + 1, first.Current.Documents.Count);
        }

        // Again without a snapshot: what is still to come is not gone.
        File.Delete(SnapshotFile);
        using var again = new PausedLog();
        live = Create(content, logger: again);
        starting = live.StartAsync(TestContext.Current.CancellationToken);
        await Until(() => again.IsReached || starting.IsCompleted);
        Assert.False(live.IsComplete);
        Assert.Null(live.FindTombstone("p/03999"));
        again.GoOn();
        await starting;
        await using (var second = live)
        {
            await Until(() => second.IsComplete);
            Assert.Equal("p/03999", Find(second, "relay 3999"));
        }
        Assert.Equal(files + 1, HistoryOf(content).Count);
    }
}
