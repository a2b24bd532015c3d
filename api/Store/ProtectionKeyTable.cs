using System.Data.Common;
using System.Xml.Linq;
using Dapper;

namespace Knowledge.Api.Store;

/// <summary>
/// Keys by which the framework protects what goes through a browser: in the store, so that a restart keeps them. Beside them the one that
/// secrets of senders are made of where nodes share the store.
/// </summary>
internal sealed class ProtectionKeyTable(Database database)
{
    // As an element, as the others are: a program of an earlier version reads all rows, and passes over elements that it does not know.
    private const string Hook = "hook";
    private const string Key = "key";

    public IReadOnlyList<string> List() =>
        database.Read(connection =>
            connection.Query<string>($"SELECT xml FROM protection_keys WHERE name <> '{Hook}' ORDER BY name").ToList()
        );

    public void Keep(string name, string xml) =>
        database.Write(
            (connection, transaction) =>
                connection.Execute(
                    "INSERT INTO protection_keys (name, xml) VALUES (@name, @xml) ON CONFLICT (name) DO UPDATE SET xml = excluded.xml",
                    new { name, xml },
                    transaction
                )
        );

    /// <summary>What secrets of senders are made of; null when nobody kept one here.</summary>
    public byte[]? HookKey() => database.Read(connection => HookKey(connection, null));

    /// <summary>The same, and where there is none the given one, which is kept: of nodes that start at once all get the same.</summary>
    public byte[] HookKeyOr(Func<byte[]> own) =>
        HookKey()
        ?? database.Write(
            (connection, transaction) =>
            {
                if (HookKey(connection, transaction) is { } known)
                    return known;
                var key = own();
                connection.Execute(
                    "INSERT INTO protection_keys (name, xml) VALUES (@Hook, @xml)",
                    new { Hook, xml = new XElement(Hook, new XAttribute(Key, Convert.ToBase64String(key))).ToString() },
                    transaction
                );
                return key;
            }
        );

    private static byte[]? HookKey(DbConnection connection, DbTransaction? transaction) =>
        connection.ExecuteScalar<string?>("SELECT xml FROM protection_keys WHERE name = @Hook", new { Hook }, transaction) is { } xml
            ? Convert.FromBase64String(XElement.Parse(xml).Attribute(Key)!.Value)
            : null;
}
