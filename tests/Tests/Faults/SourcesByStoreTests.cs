using Dapper;
using Knowledge.Api.Store;
using Knowledge.Tests.Api.Store;
using Knowledge.Tests.Indexer;
using Knowledge.Tests.Indexer.Embeddings.Encoder;

namespace Knowledge.Tests.Faults;

/// <summary>What one node reads reaches the others by the store: sources, vectors, and that pages may go.</summary>
[Trait("Reliability", "F-19")]
public sealed class SourcesByStoreTests : IDisposable
{
    private readonly ContentDirectory content = new();
    private readonly string store = PostgresServer.Shared.NewDatabase();

    public SourcesByStoreTests() => content.Write("disk.md", "# Disk full\n\nThe disk is full.\n");

    public void Dispose() => content.Dispose();

    // At once: a look that comes while files are deleted one after the other sees a few that may go.
    private static void LosePages(ContentDirectory directory, string to) =>
        directory.Shell($"cd ..; mv content {to}; mkdir content; cp {to}/witness.md {to}/disk.md content");

    private static IEnumerable<string> Names(Node node) =>
        node.Live.Current.Documents.Select(d => $"{d.Id.Value} {d.Kind} {d.Title}").Order(StringComparer.Ordinal);

    private static string? Find(Node node, string words) => ContentDirectory.Find(node.Live.Current, words);

    [Fact]
    public async Task A_node_without_a_directory_serves_pages_rules_owners_and_words_as_another_reads_them()
    {
        content.Write("rules/disk.yaml", "groups:\n- name: g\n  rules:\n  - alert: DiskFilling\n    expr: a > 1\n");
        content.Write("catalog-info.yaml", "kind: Component\nmetadata:\n  name: pump\nspec:\n  owner: team-water\n");
        content.Write("thesaurus.yaml", "groups:\n  - terms: [brimstone, sulphur]\n");
        content.Write("headings.yaml", "remediation: [Zaubertrank]\n");
        content.Write("pump.md", "---\nservices: [pump]\n---\n# Pump stands\n\n## Zaubertrank\n\n1. Turn brimstone.\n");
        await using var reads = await Node.Start(content.Root, store);
        await using var other = await Node.Start(null, store);

        await Node.Until(() => Find(other, "disk full") == "disk");
        Assert.Equal("pump", Find(other, "sulphur"));
        Assert.Equal(Names(reads), Names(other));
        Assert.Equal(
            reads.Live.Current.Documents.Single(d => d.Path == "pump.md").Sections.Select(s => s.Kind),
            other.Live.Current.Documents.Single(d => d.Path == "pump.md").Sections.Select(s => s.Kind)
        );
        Assert.NotNull(other.Live.Current.OwnerOfService("pump", TimeProvider.System.GetUtcNow()));
        Assert.Empty(other.Live.Degraded);
        Assert.True(other.Live.CheckReadiness().IsReady);

        content.Write("new.md", "# Anvil\n\nThe anvil rings.\n");
        content.Write("disk.md", "# Disk full\n\nThe disk is brimful.\n");
        content.Write("thesaurus.yaml", "groups:\n  - terms: [brimstone, quicksilver]\n");
        File.Delete(Path.Combine(content.Root, "rules", "disk.yaml"));
        await Node.Until(() => Find(other, "anvil rings") == "new");
        await Node.Until(() => Find(other, "brimful") == "disk");
        await Node.Until(() => Find(other, "quicksilver") == "pump");
        await Node.Until(() => other.Live.Current.Documents.All(d => d.Title != "DiskFilling"));
        File.Delete(Path.Combine(content.Root, "new.md"));
        await Node.Until(() => other.Live.Current.Documents.All(d => d.Path != "new.md"));
    }

    [Fact]
    public async Task One_that_started_first_says_that_nothing_is_there_yet_and_is_not_ready()
    {
        await using var other = await Node.Start(null, store);
        Assert.Contains(other.Live.Degraded, d => d.Contains("none of them has put it into the database yet", StringComparison.Ordinal));
        Assert.False(other.Live.CheckReadiness().IsReady);
        Assert.True(other.HasTurn);

        // Who has the directory takes over what only one may do, although the other is there: else nobody would keep what changes.
        await using var reads = await Node.Start(content.Root, store);
        await Node.Until(() => reads.HasTurn);
        await Node.Until(() => Find(other, "disk full") == "disk");
        await Node.Until(() => !other.HasTurn);
        Assert.True(other.Live.CheckReadiness().IsReady);
        Assert.Empty(other.Live.Degraded);
    }

    [Fact]
    public async Task A_directory_that_is_lost_on_one_node_is_said_there_and_another_takes_the_turn()
    {
        using var second = new ContentDirectory();
        second.Write("disk.md", "# Disk full\n\nThe disk is full.\n");
        await using var loses = await Node.Start(content.Root, store);
        await Node.Until(() => loses.HasTurn);
        await using var keeps = await Node.Start(second.Root, store);

        content.Shell("mv ../content ../gone");
        await Node.Until(() => keeps.HasTurn);
        Assert.Contains(loses.Live.Degraded, d => d.Contains("missing", StringComparison.Ordinal));
        second.Write("new.md", "# Anvil\n\nThe anvil rings.\n");
        await Node.Until(() => Find(loses, "anvil rings") == "new");
        Assert.Equal("disk", Find(loses, "disk full"));
        Directory.Move(Path.Combine(content.Outside, "gone"), content.Root);
        await Node.Until(() => loses.Live.Degraded.Count == 0);
    }

    [Fact]
    public async Task Pages_that_may_go_are_accepted_at_one_node_and_go_at_all()
    {
        using var second = new ContentDirectory();
        foreach (var directory in new[] { content, second })
            for (var i = 0; i < 40; i++)
                directory.Write($"page-{i:00}.md", $"# Page {i}\n\nbrimstone number{i}\n");
        second.Write("disk.md", "# Disk full\n\nThe disk is full.\n");
        await using var keeps = await Node.Start(content.Root, store);
        await Node.Until(() => keeps.HasTurn);
        await using var confirms = await Node.Start(second.Root, store);
        await Node.Until(() => confirms.Live.TimesOf(new("page-39")) is not null);

        foreach (var directory in new[] { content, second })
            LosePages(directory, "again");
        await Node.Until(() => keeps.Live.LostPages.GetValueOrDefault("s") == 40 && confirms.Live.LostPages.GetValueOrDefault("s") == 40);
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        Assert.Equal("page-07", Find(keeps, "number7"));
        Assert.Null(keeps.Live.FindTombstone("page-07"));

        // Not the one that keeps what all read.
        Assert.Equal(40, confirms.Live.AcceptDeletions("s"));
        await Node.Until(() => Find(confirms, "number7") is null);
        await Node.Until(() => Find(keeps, "number7") is null && keeps.Live.LostPages.Count == 0);
        await Node.Until(() => keeps.Live.FindTombstone("page-07") is not null);

        // Back again, they are held again when they go.
        foreach (var directory in new[] { content, second })
            for (var i = 0; i < 40; i++)
                directory.Write($"page-{i:00}.md", $"# Page {i}\n\nbrimstone number{i} back\n");
        await Node.Until(() => keeps.Live.FindTombstone("page-39") is null && Find(confirms, "number7 back") == "page-07");
        await Node.Until(() => confirms.Live.TimesOf(new("page-39")) is { Revisions: 2 });
        foreach (var directory in new[] { content, second })
            LosePages(directory, "again");
        await Node.Until(() => keeps.Live.LostPages.GetValueOrDefault("s") == 40);
    }

    [Fact]
    public async Task A_text_is_embedded_once_for_all_nodes()
    {
        using var model = new TinyModel();
        for (var i = 0; i < 10; i++)
            content.Write($"page-{i}.md", $"# Panel {i}\n\nThe grid displays nothing, number {i}.\n");
        var one = await Node.Start(content.Root, store, new(model.Root));
        await Node.Until(() => one.HasTurn && one.Live.Embedding.IsComplete);
        await Node.Until(() => one.Log.Any(line => line.StartsWith("Embedded", StringComparison.Ordinal)));
        var vectors = Vectors();
        Assert.True(vectors >= 11, $"{vectors}");

        await using var other = await Node.Start(content.Root, store, new(model.Root));
        await Node.Until(() => other.Live.Embedding.IsComplete);
        Assert.Equal(Cached(one), Cached(other));

        content.Write("new.md", "# Anvil\n\nThe anvil displays nothing.\n");
        await Node.Until(() => Vectors() > vectors);
        await Node.Until(() => Cached(one) == Cached(other));
        Assert.DoesNotContain(other.Log, line => line.StartsWith("Embedded", StringComparison.Ordinal));

        // Alone it goes on by itself.
        await one.DisposeAsync();
        content.Write("newer.md", "# Bellows\n\nThe bellows display nothing.\n");
        var before = Cached(other);
        await Node.Until(() => Cached(other) > before);

        long Vectors()
        {
            using var database = PostgresDatabase.Connect(store);
            return database.Read(c => c.ExecuteScalar<long>("SELECT COUNT(*) FROM vectors"));
        }

        static long Cached(Node node) =>
            Directory.GetFiles(Path.Combine(node.Data, "vectors"), "*.vectors").Sum(f => new FileInfo(f).Length);
    }
}
