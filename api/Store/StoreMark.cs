using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Knowledge.Api.Store;

/// <summary>
/// What is known of the store outside of it, in a small file beside it: which store it is, and how often it had been written. A store
/// that is gone, empty, another one or older than that is never taken for a new one without a word.
/// </summary>
/// <param name="Identity">Made with the store.</param>
/// <param name="Writes">The store has at least as many, unless it was put back from a copy or lost its write-ahead log.</param>
internal sealed record StoreMark(string Identity, long Writes)
{
    public const string FileName = "store.mark";

    private const int MaxBytes = 200;

    /// <summary>What the store itself says; null for one of a version that had no mark.</summary>
    public static StoreMark? Of(SqliteConnection connection) =>
        connection.ExecuteScalar<long>("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'store_state'") == 0
            ? null
            : new(
                connection.ExecuteScalar<string>("SELECT identity FROM store_state")!,
                connection.ExecuteScalar<long>("SELECT writes FROM store_state")
            );

    /// <summary>Null when none was kept here: the store is new, or of an earlier version.</summary>
    /// <exception cref="IOException">It is there and cannot be read.</exception>
    public static StoreMark? Read(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
            return null;
        return
            new FileInfo(path).Length <= MaxBytes
            && File.ReadAllText(path).Split('\n', StringSplitOptions.RemoveEmptyEntries) is [var identity, var writes]
            && long.TryParse(writes, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? new(identity, count)
            // What can be read of it says nothing; the next one is whole.
            : null;
    }

    /// <summary>Replaces the file; whole or not at all.</summary>
    /// <exception cref="IOException">The disk does not allow it; the old one stays.</exception>
    public void Write(string directory)
    {
        var temporary = Path.Combine(directory, FileName + ".new");
        DataFiles.WriteAllText(temporary, string.Create(CultureInfo.InvariantCulture, $"{Identity}\n{Writes}\n"));
        File.Move(temporary, Path.Combine(directory, FileName), overwrite: true);
    }

    /// <summary>Why a store is not the one that is meant, as a part of a sentence; null when it is.</summary>
    /// <param name="found">Null where there is no store, or an empty one.</param>
    public string? Mismatch(StoreMark? found) =>
        found is null ? $"knowledge.db is missing or empty, and a store was kept here; {WhatToDo}"
        : found.Identity != Identity ? $"knowledge.db is another store than the one that was kept here; {WhatToDo}"
        : found.Writes < Writes
            ? $"knowledge.db is older than the store that was kept here and lacks its last {Writes - found.Writes:N0} writes; {WhatToDo}"
        : null;

    private const string WhatToDo =
        "put the right one back with all files whose names begin with its name, or remove store.mark if this is meant";
}
