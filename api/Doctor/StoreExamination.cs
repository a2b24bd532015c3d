using System.Globalization;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Microsoft.Data.Sqlite;

namespace Knowledge.Api.Doctor;

/// <summary>Whether the store is there, whole, of a version that is known, and the one that it was.</summary>
internal static class StoreExamination
{
    private const int MaxNamed = 20;

    private const string PutBack =
        "Stop the server, move the data directory away as a whole, put the newest backup back with restore FILE --data DIR, and start it.";

    public static IEnumerable<Fault> Of(Patient patient)
    {
        if (!Directory.Exists(patient.DataDirectory))
            yield break;
        var expected = StoreMark.Read(patient.DataDirectory);
        if (!patient.HasStore)
        {
            if (expected is not null)
                yield return Fault.Error(
                    "store-missing",
                    $"{patient.StorePath} is missing or empty, and a store was kept here.",
                    $"Put it back with all files whose names begin with its name; where it is lost: {PutBack}"
                );
            yield break;
        }
        if (StoreDamage.IsLogGarbage(patient.StorePath))
            yield return Damaged(patient, "knowledge.db-wal is no write-ahead log");
        else
            foreach (var fault in Whole(patient, expected))
                yield return fault;
    }

    private static IEnumerable<Fault> Whole(Patient patient, StoreMark? expected)
    {
        string? damage = null;
        var (schema, mark, disagreeing, altered) = (0, (StoreMark?)null, (IReadOnlyList<string>)[], (IReadOnlyList<string>)[]);
        try
        {
            using var store = StoreReading.Open(patient.StorePath, patient.IsRunning);
            schema = store.Schema;
            if (schema <= Migration.Latest)
                damage = store.Damage;
            mark = damage is null ? store.Mark : null;
            if (damage is null && schema == Migration.Latest)
                (disagreeing, altered) = (store.Disagreeing(MaxNamed + 1), AlteredIn(store, patient.DataDirectory));
        }
        catch (SqliteException e)
        {
            damage = StoreDamage.IsDamage(e) ? "it is no database" : $"it cannot be read, {e.Message}";
        }
        if (damage is not null)
            yield return Damaged(patient, damage);
        else if (schema > Migration.Latest)
            yield return Fault.Error(
                "store-newer",
                $"{patient.StorePath} was written by a newer version (schema {schema}, this one knows {Migration.Latest}).",
                "Start that version; or put a backup that this version made into another directory with restore FILE --data DIR."
            );
        else if (!patient.IsRunning && expected?.Mismatch(schema == 0 ? null : mark) is { } mismatch)
            yield return Fault.Error(
                "store-another",
                $"{mismatch.Split(';')[0]}.",
                $"Put the right one back, or remove store.mark if this is meant."
            );
        if (disagreeing.Count > 0)
            yield return Fault.Error(
                "store-disagrees",
                $"The store has no text, or another one, for {Named(disagreeing, "page")}.",
                "Start the server: within two minutes it compares and writes again what it serves; what is gone, put back from a backup."
            );
        if (altered.Count > 0)
            yield return Fault.Error(
                "store-altered",
                $"Bytes have changed since they were kept, of {Named(altered, "text")}.",
                "Test the disk. What is named lies whole in a backup from before (restore FILE --data DIR into another directory); "
                    + "save such a page once more, and take such a request away with purge inbox NUMBER."
            );
    }

    // The store checks what hangs together, not what stands in a text: texts are compared with what else is known of them.
    private static IReadOnlyList<string> AlteredIn(StoreReading store, string dataDirectory) =>
        [
            .. store
                .AlteredPosts(MaxNamed + 1)
                .Select(id => string.Create(CultureInfo.InvariantCulture, $"inbox {id}"))
                .Concat(new WrittenFiles(dataDirectory).Altered(store.Written()).Select(slug => $"{slug} (the store or written/{slug}.md)"))
                .Take(MaxNamed + 1),
        ];

    private static string Named(IReadOnlyList<string> ids, string what) =>
        $"{(ids.Count > MaxNamed ? "more than " : "")}{Math.Min(ids.Count, MaxNamed)} {what}{(ids.Count == 1 ? "" : "s")}: "
        + string.Join(", ", ids.Take(MaxNamed));

    private static Fault Damaged(Patient patient, string what) =>
        Fault.Error("store-damaged", $"{patient.StorePath} is damaged: {what.TrimEnd('.')}.", PutBack);
}
