using System.Buffers.Binary;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Knowledge.Api.Store;

/// <summary>Whether a store is damaged, and where: looked for, not waited for until somebody stumbles over it.</summary>
internal static class StoreDamage
{
    private const int InstructionsPerLook = 20_000;
    private const int LogHeaderBytes = 32;
    private const string NoPage = "unable to get the page. error code=";
    private const int PrimaryCode = 0xff;
    private const uint LogLittleEndian = 0x377f0682,
        LogBigEndian = 0x377f0683;

    /// <summary>Looks through the whole file: with <paramref name="isThorough"/> also whether each index has what its table has.</summary>
    /// <param name="within">Ends the look when it takes longer; null for as long as it takes.</param>
    /// <returns>What is wrong, or null; then whether it was looked at as a whole.</returns>
    /// <exception cref="SqliteException">It cannot be read just now.</exception>
    public static (string? Damage, bool IsWhole) Of(SqliteConnection connection, bool isThorough, TimeSpan? within = null)
    {
        var begun = TimeProvider.System.GetTimestamp();
        if (within is { } limit)
            raw.sqlite3_progress_handler(
                connection.Handle!,
                InstructionsPerLook,
                _ => TimeProvider.System.GetElapsedTime(begun) > limit ? 1 : 0,
                null!
            );
        try
        {
            var found = connection.ExecuteScalar<string>(isThorough ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)");
            if (IsUnreadable(found))
                throw new SqliteException(OneLine(found), raw.SQLITE_IOERR);
            return (found == "ok" ? null : OneLine(found), true);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            return (null, false);
        }
        catch (SqliteException e) when (IsDamage(e))
        {
            return (e.SqliteErrorCode == raw.SQLITE_NOTADB ? "it is no database" : "its pages do not hang together", true);
        }
        finally
        {
            raw.sqlite3_progress_handler(connection.Handle!, 0, null!, null!);
        }
    }

    // A page that the disk does not give says nothing of what is on it.
    private static bool IsUnreadable(string? found) =>
        found?.IndexOf(NoPage, StringComparison.Ordinal) is { } at and >= 0
        && int.TryParse(new string([.. found.Skip(at + NoPage.Length).TakeWhile(char.IsAsciiDigit)]), out var code)
        && (code & PrimaryCode) == raw.SQLITE_IOERR;

    /// <summary>Whether SQLite said so when it was asked for something else.</summary>
    public static bool IsDamage(Exception? e) =>
        e is SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB }
        || e is StoreException && IsDamage(e.InnerException);

    /// <summary>
    /// Whether the write-ahead log beside a store begins with something that no SQLite wrote: it would be passed over in silence, with
    /// the commits in it.
    /// </summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static bool IsLogGarbage(string store)
    {
        var log = store + "-wal";
        if (!File.Exists(log))
            return false;
        var header = new byte[LogHeaderBytes];
        using (var file = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
            // Cut before its first commit, or empty: nothing was kept in it.
            if (file.ReadAtLeast(header, LogHeaderBytes, throwOnEndOfStream: false) < LogHeaderBytes)
                return false;
        if (header.All(b => b == 0))
            return false;
        var magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (magic is not (LogLittleEndian or LogBigEndian))
            return true;
        // The checksum of https://www.sqlite.org/fileformat2.html, "Checksum Algorithm".
        var (first, second) = (0u, 0u);
        for (var at = 0; at < LogHeaderBytes - 8; at += 8)
        {
            first += Word(header.AsSpan(at), magic) + second;
            second += Word(header.AsSpan(at + 4), magic) + first;
        }
        return first != BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(24))
            || second != BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(28));
    }

    private static uint Word(ReadOnlySpan<byte> bytes, uint magic) =>
        magic == LogBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static string OneLine(string? found) =>
        string.Join(
            ' ',
            (found ?? "the check says nothing").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        );
}
