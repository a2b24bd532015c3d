using System.Net;
using System.Net.Http.Json;
using System.Text;
using Knowledge.Api.Backups;
using Knowledge.Tests.Api.Assistant;
using Knowledge.Tests.Api.Store;
using Knowledge.Tests.Indexer;
using Knowledge.Tests.Indexer.Embeddings.Encoder;

namespace Knowledge.Tests.Api.Backups;

/// <summary>
/// Every file that a server makes in its data directory is either in a backup or known to be left out, whatever it was started with:
/// nothing that cannot be made again is forgotten, and nothing of its own is told of as a stranger's.
/// </summary>
public sealed class BusyDirectoryTests : IDisposable
{
    private readonly ContentDirectory old = new();
    private readonly TinyModel model = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        old.Dispose();
        model.Dispose();
    }

    private static async Task Until(Func<bool> holds)
    {
        for (var guard = 0; !holds() && guard < 600; guard++)
            await Task.Delay(50, Cancellation);
    }

    [Theory]
    [InlineData(StoreEngine.Sqlite)]
    [InlineData(StoreEngine.Postgres)]
    public async Task All_files_of_a_server_with_everything_are_known(StoreEngine engine)
    {
        await using var chat = await FakeChatServer.Replying("The pump is off [1].");
        using var server = Server
            .With(
                ("pump.md", "---\nkind: runbook\n---\n# Pump off\n\n## Causes\n\n- The pump is off.\n\n## Remediation\n\n1. Turn it on.\n")
            )
            .Setting("chat-url", chat.Url)
            .Setting("embedder", model.Root)
            .Setting("archive-content", $"old={old.Root}");
        if (engine == StoreEngine.Postgres)
            server.Setting("store", PostgresServer.Shared.NewDatabase());
        using var client = server.Client();

        await client.GetStringAsync("/docs/pump", Cancellation);
        await client.GetStringAsync("/search?q=pump+is+off", Cancellation);
        await client.GetStringAsync("/assistant/summary?q=pump+is+off", Cancellation);
        using var begun = await client.PostAsJsonAsync("/api/postmortems", new { title = "Half full" }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, begun.StatusCode);
        using var hook = new StringContent("""{"name":"PumpOff","status":"firing"}""", Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.Accepted, (await client.PostAsync("/hooks/webhook", hook, Cancellation)).StatusCode);

        string[] expected =
        [
            "archives",
            "assistant-tokens.json",
            "cache.db",
            "hook.key",
            "index.snapshot",
            "lock",
            "vectors",
            .. engine == StoreEngine.Sqlite
                ? (IEnumerable<string>)["knowledge.db", "knowledge.db-wal", "store.mark", "written"]
                : ["waiting-alerts", "written"],
        ];
        await Until(() => expected.All(n => Path.Exists(Path.Combine(server.Data, n))));

        var there = Directory.GetFileSystemEntries(server.Data).Select(Path.GetFileName).ToList();
        Assert.Empty(expected.Except(there));
        Assert.Empty(BackupContents.StrangersIn(server.Data));
        // Whoever leaves something out by mistake loses it.
        foreach (var kept in new[] { "hook.key", "debt.jsonl" })
            Assert.True(BackupContents.IsKept(kept));
        Assert.DoesNotContain("knowledge.db", BackupContents.LeftOut);
        File.WriteAllText(Path.Combine(server.Data, "notes.txt"), "mine");
        Assert.Equal(["notes.txt"], BackupContents.StrangersIn(server.Data));
    }

    [Fact]
    public async Task A_backup_of_a_database_is_refused_with_what_to_do_instead()
    {
        var file = Path.Combine(old.Outside, "x.kbbackup");
        var (code, output, error) = await BackedUpDirectory.Run(
            "backup",
            "--out",
            file,
            "--data",
            old.Outside,
            "--store",
            "Host=db;Username=kb"
        );
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("back it up as you do your others", error, StringComparison.Ordinal);
        Assert.Contains("waiting-alerts", error, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }
}
