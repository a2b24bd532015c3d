using System.Globalization;
using Knowledge.Api.Access;
using Knowledge.Api.Live;
using Knowledge.Api.Store;

namespace Knowledge.Api.Stored;

/// <summary>Deletes for good what is stored, and writes down who did it.</summary>
internal sealed class StoredDeletion(LiveKnowledge live, AuditTrail audit, TimeProvider time)
{
    private const string What = "delete what is stored";

    /// <summary>Deletes what is named.</summary>
    /// <returns>How many; null when the store cannot be written just now.</returns>
    public int? One(HttpContext http, StoredKind kind, string entry) =>
        Run(http, $"{kind.Name} {entry}", s => kind.Delete!(s, entry, time.GetUtcNow()));

    /// <summary>Deletes what is older than a day.</summary>
    public int? Old(HttpContext http, StoredKind kind, DateOnly before) =>
        Run(http, $"{kind.Name} before {InWords(before)}", s => kind.DeleteOld!(s, StartOf(before), time.GetUtcNow()));

    /// <summary>A day as it is written in requests; null for anything else.</summary>
    public static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public static string InWords(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    private int? Run(HttpContext http, string target, Func<StoreTables, int> delete)
    {
        var deleted = live.QueryStore<int?>(s =>
        {
            var count = delete(s);
            if (count > 0)
                s.Database.EmptyLog();
            return count;
        });
        if (deleted > 0)
            live.ForgetCached();
        audit.Record(
            http,
            Caller.Of(http),
            What,
            target,
            deleted is null ? "refused: the store cannot be written" : string.Create(CultureInfo.InvariantCulture, $"{deleted} deleted")
        );
        return deleted;
    }
}
