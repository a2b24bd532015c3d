using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Knowledge.Indexer.Embeddings;

namespace Knowledge.Api.Store;

/// <summary>Vectors that encoders made, by the text they were made of: nodes that share the store embed each text once.</summary>
/// <remarks>Losing them loses time, nothing else. Beyond the largest number all of other models go, and then all.</remarks>
internal sealed class VectorTable(Database database, long maxRows = VectorTable.MaxRows)
{
    /// <summary>Some 2 GB of an encoder of 384 numbers.</summary>
    public const long MaxRows = 4_000_000;

    private const int BatchSize = 500;

    private long? rows;

    private sealed record Row(byte[] TextHash, double Scale, byte[] Numbers);

    /// <summary>Those of a model that are there, of some texts.</summary>
    /// <param name="dimensions">Of the model: what has another length is left out.</param>
    public IReadOnlyList<(TextKey Key, (float Scale, sbyte[] Row) Vector)> Find(
        string model,
        int dimensions,
        IReadOnlyCollection<TextKey> keys
    )
    {
        var found = new List<(TextKey, (float, sbyte[]))>();
        foreach (var batch in keys.Chunk(BatchSize))
        {
            var hashes = batch.Select(BytesOf).ToArray();
            found.AddRange(
                database
                    .Read(connection =>
                        connection
                            .Query<Row>(
                                $"""
                                SELECT text_hash AS TextHash, scale, numbers FROM vectors
                                WHERE model = @model AND {database.In("text_hash", "hashes")}
                                """,
                                new { model = HashOf(model), hashes }
                            )
                            .ToList()
                    )
                    .Where(r => r.Numbers.Length == dimensions && r.TextHash.Length == TextKey.Bytes && r.Scale is > 0 and <= 1)
                    .Select(r => (TextKey.Read(r.TextHash), ((float)r.Scale, Array.ConvertAll(r.Numbers, n => (sbyte)n))))
            );
        }
        return found;
    }

    /// <summary>Keeps vectors of a model; those that are there stay.</summary>
    public void Keep(string model, IReadOnlyCollection<(TextKey Key, (float Scale, sbyte[] Row) Vector)> vectors) =>
        database.Write(
            (connection, transaction) =>
            {
                var hash = HashOf(model);
                var there = rows ?? connection.ExecuteScalar<long>("SELECT COUNT(*) FROM vectors", transaction: transaction);
                if (there + vectors.Count > maxRows)
                    there = MakeRoom(connection, transaction, hash, vectors.Count);
                return there
                    + connection.Execute(
                        """
                        INSERT INTO vectors (model, text_hash, scale, numbers) VALUES (@hash, @TextHash, @Scale, @Numbers)
                        ON CONFLICT DO NOTHING
                        """,
                        vectors.Select(v => new
                        {
                            hash,
                            TextHash = BytesOf(v.Key),
                            Scale = (double)v.Vector.Scale,
                            Numbers = Array.ConvertAll(v.Vector.Row, n => (byte)n),
                        }),
                        transaction
                    );
            },
            now => rows = now
        );

    private long MakeRoom(DbConnection connection, DbTransaction transaction, byte[] hash, int more)
    {
        connection.Execute("DELETE FROM vectors WHERE model <> @hash", new { hash }, transaction);
        if (connection.ExecuteScalar<long>("SELECT COUNT(*) FROM vectors", transaction: transaction) is var left && left + more <= maxRows)
            return left;
        connection.Execute("DELETE FROM vectors", transaction: transaction);
        return 0;
    }

    private static byte[] HashOf(string model) => SHA256.HashData(Encoding.UTF8.GetBytes(model));

    private static byte[] BytesOf(TextKey key)
    {
        var bytes = new byte[TextKey.Bytes];
        key.Write(bytes);
        return bytes;
    }
}
