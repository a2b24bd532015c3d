using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Dapper;

namespace Knowledge.Api.Store;

/// <summary>Something that somebody did, or was refused.</summary>
/// <param name="Subject">Who; empty where nobody has shown it.</param>
/// <param name="Token">Id of the token that was used; empty for none.</param>
/// <param name="Target">On what.</param>
/// <param name="Before">Hash of what was there before; empty where nothing was changed or nobody can say.</param>
internal sealed record AuditEntry(
    string Subject,
    string Address,
    string Role,
    string Token,
    string What,
    string Target,
    string Outcome,
    string Before = "",
    string After = ""
);

/// <summary>A row as it was kept; without what stands for the name in the chain it is exported as JSON.</summary>
/// <param name="At">Milliseconds since 1970; a time in JSON.</param>
/// <param name="Subject">Null where the name was taken out.</param>
public sealed record AuditRow(
    long Id,
    [property: JsonConverter(typeof(UnixMillisecondsConverter))] long At,
    string? Subject,
    string? Address,
    [property: JsonIgnore] byte[]? Salt,
    [property: JsonIgnore] byte[] Person,
    string Role,
    string Token,
    string What,
    string Target,
    string Outcome,
    string Before,
    string After,
    [property: JsonConverter(typeof(HexConverter))] byte[] Previous,
    [property: JsonConverter(typeof(HexConverter))] byte[] Hash
);

/// <param name="Head">Hash of the newest row, to be compared with one that was noted elsewhere.</param>
/// <param name="Problems">The first things that are wrong, in words; empty when nothing is.</param>
internal sealed record AuditVerification(long Rows, long WithoutName, string Head, IReadOnlyList<string> Problems);

/// <param name="Subject">Whose acts; null for all.</param>
/// <param name="What">A part of what was done.</param>
/// <param name="Before">Only rows with a smaller number, for the next page.</param>
public sealed record AuditFilter(string? Subject = null, string? What = null, string? Target = null, long? Before = null);

/// <summary>
/// What was done, by whom: rows are only ever added, and each holds the hash of the one before, so that one that is changed, removed
/// or put in between shows.
/// </summary>
internal sealed class AuditTable(Database database)
{
    private const int MaxProblems = 20;
    private const int SaltBytes = 16;
    private const string Columns =
        "id, at, subject, address, salt, person, role, token, what, target, outcome, hash_before AS Before, hash_after AS After, "
        + "previous, hash";

    private static readonly byte[] Beginning = new byte[SHA256.HashSizeInBytes];

    /// <returns>Its number and hash.</returns>
    public (long Id, string Hash) Append(AuditEntry entry, DateTimeOffset now) =>
        database.Write(
            (connection, transaction) =>
            {
                var last = connection.QueryFirstOrDefault<(long Id, byte[] Hash)>(
                    "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1",
                    transaction: transaction
                );
                var next = connection.ExecuteScalar<long>(
                    "UPDATE store_state SET audited = audited + 1 WHERE id = 1 RETURNING audited",
                    transaction: transaction
                );
                var salt = RandomNumberGenerator.GetBytes(SaltBytes);
                var row = new AuditRow(
                    next,
                    now.ToUnixTimeMilliseconds(),
                    entry.Subject,
                    entry.Address,
                    salt,
                    PersonHash(salt, entry.Subject, entry.Address),
                    entry.Role,
                    entry.Token,
                    entry.What,
                    entry.Target,
                    entry.Outcome,
                    entry.Before,
                    entry.After,
                    last.Hash ?? Beginning,
                    []
                );
                row = row with { Hash = HashOf(row) };
                connection.Execute(
                    """
                    INSERT INTO audit (id, at, subject, address, salt, person, role, token, what, target, outcome, hash_before, hash_after,
                        previous, hash)
                    VALUES (@Id, @At, @Subject, @Address, @Salt, @Person, @Role, @Token, @What, @Target, @Outcome, @Before, @After,
                        @Previous, @Hash)
                    """,
                    row,
                    transaction
                );
                return (row.Id, Convert.ToHexStringLower(row.Hash));
            }
        );

    /// <summary>Newest first.</summary>
    public IReadOnlyList<AuditRow> List(AuditFilter filter, int limit) =>
        database.Read(connection =>
            connection
                .Query<AuditRow>(
                    $"""
                    SELECT {Columns} FROM audit
                    WHERE (CAST(@Subject AS TEXT) IS NULL OR subject = @Subject)
                        AND (CAST(@What AS TEXT) IS NULL OR {database.Holds("what", "What")})
                        AND (CAST(@Target AS TEXT) IS NULL OR {database.Holds("target", "Target")})
                        AND (CAST(@Before AS BIGINT) IS NULL OR id < @Before)
                    ORDER BY id DESC LIMIT @limit
                    """,
                    new
                    {
                        filter.Subject,
                        filter.What,
                        filter.Target,
                        filter.Before,
                        limit,
                    }
                )
                .ToList()
        );

    /// <summary>Reads all rows and tells what does not fit together.</summary>
    public AuditVerification Verify() =>
        database.Read(connection =>
        {
            var problems = new List<string>();
            void Wrong(string problem)
            {
                if (problems.Count < MaxProblems)
                    problems.Add(problem);
            }
            var (rows, withoutName, expected, previous) = (0L, 0L, 1L, Beginning);
            foreach (var row in connection.Query<AuditRow>($"SELECT {Columns} FROM audit ORDER BY id", buffered: false))
            {
                if (row.Id != expected)
                    Wrong(row.Id == expected + 1 ? $"row {expected} is missing" : $"rows {expected} to {row.Id - 1} are missing");
                else if (!row.Previous.AsSpan().SequenceEqual(previous))
                    Wrong($"row {row.Id} does not follow the row before it: one of them was changed, put in or removed");
                if (!row.Hash.AsSpan().SequenceEqual(HashOf(row)))
                    Wrong($"row {row.Id} was changed");
                if (row.Salt is null || row.Subject is null || row.Address is null)
                    withoutName++;
                else if (!row.Person.AsSpan().SequenceEqual(PersonHash(row.Salt, row.Subject, row.Address)))
                    Wrong($"who did row {row.Id} was changed");
                (rows, expected, previous) = (rows + 1, row.Id + 1, row.Hash);
            }
            var last = connection.ExecuteScalar<long>("SELECT audited FROM store_state");
            if (last >= expected)
                Wrong(last == expected ? $"row {last} is missing" : $"rows {expected} to {last} are missing");
            else if (last < expected - 1)
                Wrong($"rows beyond {last} were put in from outside");
            return new AuditVerification(rows, withoutName, Convert.ToHexStringLower(previous), problems);
        });

    private static byte[] PersonHash(byte[] salt, string subject, string address) =>
        SHA256.HashData([.. salt, .. Bytes(subject), .. Bytes(address)]);

    // Lengths in front, so that no text can be moved from one field to the next.
    private static byte[] HashOf(AuditRow row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> numbers = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(numbers, row.Id);
        BinaryPrimitives.WriteInt64BigEndian(numbers[8..], row.At);
        hash.AppendData(row.Previous);
        hash.AppendData(numbers);
        hash.AppendData(row.Person);
        foreach (var text in new[] { row.Role, row.Token, row.What, row.Target, row.Outcome, row.Before, row.After })
            hash.AppendData(Bytes(text));
        return hash.GetHashAndReset();
    }

    private static byte[] Bytes(string text)
    {
        var bytes = new byte[4 + Encoding.UTF8.GetByteCount(text)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, bytes.Length - 4);
        Encoding.UTF8.GetBytes(text, bytes.AsSpan(4));
        return bytes;
    }
}
