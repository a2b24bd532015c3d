using Knowledge.Api.Live;
using Knowledge.Content.Findings;
using Knowledge.Indexer;
using Knowledge.Indexer.Sources;
using Knowledge.Tests.Indexer;
using Microsoft.Extensions.Logging.Abstractions;

namespace Knowledge.Tests.Api.Live;

public sealed class RecordedDocumentsTests : IDisposable
{
    private readonly ContentDirectory content = new();

    public void Dispose() => content.Dispose();

    // As after an upgrade, which reads all files anew: what a reading cannot reach is not known to be gone.
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void What_cannot_be_reached_is_not_recorded_as_deleted(bool isUnlisted, bool isUnreadable)
    {
        content.Write("sub/pump.md", "# Pump\n\nbrimstone\n");
        using var store = new StoreAccess(LiveServer.DataOf(content), TimeProvider.System, NullLogger.Instance, () => { });
        store.Open();
        var recorded = new RecordedDocuments(store, TimeProvider.System);
        var all = content.Read();
        Assert.True(recorded.Record(ServedOf(all), isWrittenKnown: true));

        var without = all with
        {
            Files =
            [
                .. all.Files.Where(f => f.Path != "sub/pump.md"),
                .. isUnreadable ? [Unreadable("sub/pump.md")] : Array.Empty<ReadFile>(),
            ],
            Unlisted = isUnlisted ? ["sub"] : [],
        };
        Assert.True(recorded.Record(ServedOf(without), isWrittenKnown: true));

        Assert.Equal(isUnlisted || isUnreadable, store.Use(s => s.Documents.FindTombstone("sub/pump")) is null);
        Assert.Equal(isUnlisted || isUnreadable, ServedOf(without).Degraded.Any());
    }

    private static ReadFile Unreadable(string path) =>
        new()
        {
            Path = path,
            Stamp = default,
            IsUnreadable = true,
            Findings = [new(FindingCodes.Unreadable, Severity.Error, path, 1, "It cannot be read.")],
        };

    private static Served ServedOf(SourceSnapshot reading) =>
        new(KnowledgeBase.Build([reading]), [reading], new(default, default, 0, 0, 0));
}
