using Dapper;
using Microsoft.Data.Sqlite;

namespace Knowledge.Api.Store;

/// <summary>What a copy of a store tells of itself when nobody writes to it.</summary>
/// <param name="Damage">What is wrong with it; null when nothing is.</param>
/// <param name="Mark">Which store it is; null for one of a version that had no mark, and for a damaged one.</param>
internal sealed record StoreFacts(string? Damage, int Schema, StoreMark? Mark)
{
    /// <param name="isThorough">Also whether each index has what its table has.</param>
    public static StoreFacts OfCopy(string path, bool isThorough = false)
    {
        using var copy = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                // Nobody else has it open, so it needs no lock and no log beside it.
                DataSource = new Uri(Path.GetFullPath(path)).AbsoluteUri + "?immutable=1",
                Mode = SqliteOpenMode.ReadOnly,
                Pooling = false,
            }.ToString()
        );
        try
        {
            copy.Open();
            if (StoreDamage.Of(copy, isThorough).Damage is { } damage)
                return new(damage, 0, null);
            return new(null, copy.ExecuteScalar<int>("PRAGMA user_version"), StoreMark.Of(copy));
        }
        catch (Exception e) when (e is SqliteException or FormatException or InvalidCastException or OverflowException)
        {
            // It may hold anything.
            return new(StoreDamage.IsDamage(e) ? "it is no database" : "it is no store of Knowledge", 0, null);
        }
    }
}
