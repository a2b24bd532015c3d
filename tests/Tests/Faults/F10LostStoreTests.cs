using Dapper;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Knowledge.Tests.Indexer;
using Microsoft.Data.Sqlite;
using static Knowledge.Tests.Api.Live.LiveServer;

namespace Knowledge.Tests.Faults;

/// <summary>A store that is gone, empty, another one or older is never taken for a new one without a word; no text is lost.</summary>
public sealed class F10LostStoreTests : IDisposable
{
    private readonly ContentDirectory content = new();

    public void Dispose() => content.Dispose();

    private string Data => DataOf(content);

    private string Store => Path.Combine(Data, "knowledge.db");

    private static LivePostmortems Postmortems(LiveKnowledge live) => live.Postmortems(TimeProvider.System);

    /// <summary>A server that was used: a page is published, another one is a draft, a third was discarded.</summary>
    private async Task Use()
    {
        await using var live = await Start(content);
        var postmortems = Postmortems(live);
        foreach (var (title, state) in new[] { ("Brimstone", "published"), ("Sulphur", "draft"), ("Quicksilver", "discarded") })
        {
            var made = postmortems
                .Create($"---\ntitle: {title}\n---\n# {title}\n\n## Causes\n\n- The {title} vat is full.\n", "ada")!
                .Newest!;
            if (state != "draft")
                Assert.Empty((await postmortems.ChangeStateAsync(made.Slug, made.Number, state, "ada")).Missing);
        }
        await Until(() => Find(live, "brimstone vat") is not null);
        await Until(() => Written.Length == 2);
        await Until(() => File.Exists(Path.Combine(Data, StoreMark.FileName)));
    }

    private string[] Written =>
        Directory.Exists(Path.Combine(Data, "written")) ? Directory.GetFiles(Path.Combine(Data, "written"), "*.md") : [];

    private void Damage(string how)
    {
        switch (how)
        {
            case "deleted":
                foreach (var file in Directory.GetFiles(Data, "knowledge.db*"))
                    File.Delete(file);
                break;
            case "emptied":
                File.WriteAllBytes(Store, []);
                break;
            case "another":
                var other = Directory.CreateTempSubdirectory("kb-other-").FullName;
                Database.Open(other).Dispose();
                File.Move(Path.Combine(other, "knowledge.db"), Store, overwrite: true);
                Directory.Delete(other, recursive: true);
                break;
        }
        File.Delete(Path.Combine(Data, "index.snapshot"));
    }

    [Theory]
    [InlineData("deleted", "missing or empty")]
    [InlineData("emptied", "missing or empty")]
    [InlineData("another", "another store")]
    public async Task A_lost_store_is_said_and_what_was_written_is_served_from_its_files(string how, string said)
    {
        await Use();
        Damage(how);

        await using (var live = await Start(content))
        {
            Assert.Contains(
                live.Degraded,
                d => d.Contains(said, StringComparison.Ordinal) && d.Contains("store.mark", StringComparison.Ordinal)
            );
            Assert.NotNull(Find(live, "brimstone vat"));
            Assert.Null(Find(live, "sulphur"));
            Assert.Null(Postmortems(live).List());
            Assert.Null(Postmortems(live).Create("# New\n", "ada"));
            Assert.Null(live.FindTombstone("postmortems/x"));
        }
        Assert.Equal(2, Written.Length);

        // Whoever means it removes the mark; then all that was written is in the new store.
        File.Delete(Path.Combine(Data, StoreMark.FileName));
        await using var again = await Start(content);
        Assert.DoesNotContain(again.Degraded, d => d.Contains("store", StringComparison.Ordinal));
        Assert.Equal(["draft", "published"], Postmortems(again).List()!.Select(r => r.State).Order());
        Assert.NotNull(Find(again, "brimstone vat"));
    }

    [Fact]
    public async Task Without_its_write_ahead_log_the_store_is_older_and_later_texts_are_read_back()
    {
        await Use();
        var copy = Path.Combine(content.Outside, "copy.db");
        File.Copy(Store, copy);
        await using (var live = await Start(content))
        {
            var postmortems = Postmortems(live);
            var slug = postmortems.List()!.Single(r => r.State == "published").Slug;
            var newest = postmortems.Find(slug)!;
            postmortems.Save(slug, newest.Number, newest.Text.Replace("vat is full", "retort cracked", StringComparison.Ordinal), "ada");
            await Until(() => Written.Any(f => File.ReadAllText(f).Contains("retort", StringComparison.Ordinal)));
        }
        foreach (var file in Directory.GetFiles(Data, "knowledge.db*"))
            File.Delete(file);
        File.Copy(copy, Store);

        await using (var live = await Start(content))
            Assert.Contains(live.Degraded, d => d.Contains("older than the store that was kept here", StringComparison.Ordinal));
        File.Delete(Path.Combine(Data, StoreMark.FileName));
        await using var again = await Start(content);
        await Until(() => Find(again, "retort cracked") is not null);
        var read = Postmortems(again).Find(Postmortems(again).List()!.Single(r => r.State == "published").Slug)!;
        Assert.Equal("read back from its file", read.Note);
    }

    [Fact]
    public async Task A_store_that_comes_back_is_taken_without_a_restart()
    {
        await Use();
        var away = Path.Combine(content.Outside, "away.db");
        File.Move(Store, away);
        await using var live = await Start(content);
        Assert.Contains(live.Degraded, d => d.Contains("missing", StringComparison.Ordinal));

        File.Move(away, Store);

        await Until(() => live.Degraded.Count == 0);
        Assert.Equal(3, Postmortems(live).List()!.Count);
    }

    [Fact]
    public async Task A_store_that_only_went_on_is_the_same()
    {
        await Use();
        using (var other = new SqliteConnection($"Data Source={Store};Pooling=False"))
            other.Execute("UPDATE store_state SET writes = writes + 5");
        await using var live = await Start(content);
        Assert.Empty(live.Degraded);
    }

    [Theory]
    [InlineData("")]
    [InlineData("one line")]
    [InlineData("id\nmany\n")]
    [InlineData("id\n-3\n")]
    public void A_mark_that_says_nothing_refuses_nothing(string text)
    {
        Directory.CreateDirectory(Data);
        File.WriteAllText(Path.Combine(Data, StoreMark.FileName), text);

        Database.Open(Data).Dispose();
    }
}
