using Dapper;

namespace Knowledge.Api.Store;

/// <summary>A kind of what is stored: where it lies, how long it is kept, and how it is deleted for good.</summary>
/// <param name="Name">In options, commands and addresses.</param>
/// <param name="What">In words.</param>
/// <param name="Tables">Where it lies.</param>
internal sealed record StoredKind(string Name, string What, params IReadOnlyList<string> Tables)
{
    /// <summary>SQL: what is counted of it.</summary>
    public string? From { get; init; }

    /// <summary>SQL: since when one of it counts as kept, in Unix milliseconds.</summary>
    public string? At { get; init; }

    /// <summary>SQL: which of them never goes by its age.</summary>
    public string Stays { get; init; } = "1 = 0";

    /// <summary>The same in words, as the end of a sentence; null where all go by their age.</summary>
    public string? Since { get; init; }

    /// <summary>How long it is kept, and no option changes that; null where one does, and for what is kept otherwise.</summary>
    public TimeSpan? FixedTime { get; init; }

    /// <summary>Unless an option says otherwise; null for as long as there is room.</summary>
    public TimeSpan? DefaultTime { get; init; }

    /// <summary>How long it is kept where neither says so.</summary>
    public string? Until { get; init; }

    /// <summary>What names one of it for whoever deletes it, and where that is seen; null where one is not deleted alone.</summary>
    public (string Placeholder, string SeenAt)? Entry { get; init; }

    /// <summary>Deletes what is older than a time, by the time of now; null where nothing goes by its age.</summary>
    public Func<StoreTables, DateTimeOffset, DateTimeOffset, int>? DeleteOld { get; init; }

    /// <summary>Deletes what is named, by the time of now; how many were there.</summary>
    public Func<StoreTables, string, DateTimeOffset, int>? Delete { get; init; }

    /// <summary>What takes it away where that is no deletion here.</summary>
    public string? Otherwise { get; init; }

    /// <summary>Whether an option says how long it is kept.</summary>
    public bool HasOption => DeleteOld is not null && FixedTime is null;

    /// <summary>The option, without its dashes.</summary>
    public string Option => $"keep-{Name}";

    /// <summary>How many there are, and since when the oldest is kept; null where they are not counted.</summary>
    public (long Entries, DateTimeOffset? Oldest)? CountIn(Database database)
    {
        if (From is null)
            return null;
        var row = database.Read(c =>
            c.QuerySingle<Counted>(
                $"SELECT COUNT(*) AS Entries, CAST({(At is null ? "NULL" : $"MIN({At})")} AS BIGINT) AS Oldest FROM {From}"
            )
        );
        return (row.Entries, row.Oldest is { } oldest ? DateTimeOffset.FromUnixTimeMilliseconds(oldest) : null);
    }

    /// <summary>How many would go that are older than a time.</summary>
    public long CountOld(Database database, DateTimeOffset before) =>
        database.Read(c =>
            c.ExecuteScalar<long>(
                $"SELECT COUNT(*) FROM {From} WHERE {At} < @at AND NOT ({Stays})",
                new { at = before.ToUnixTimeMilliseconds() }
            )
        );

    private sealed record Counted
    {
        public long Entries { get; init; }
        public long? Oldest { get; init; }
    }
}
