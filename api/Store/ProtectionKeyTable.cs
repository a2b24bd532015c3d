using Dapper;

namespace Knowledge.Api.Store;

/// <summary>Keys by which the framework protects what goes through a browser: in the store, so that a restart keeps them.</summary>
internal sealed class ProtectionKeyTable(Database database)
{
    public IReadOnlyList<string> List() =>
        database.Read(connection => connection.Query<string>("SELECT xml FROM protection_keys ORDER BY name").ToList());

    public void Keep(string name, string xml) =>
        database.Write(
            (connection, transaction) =>
                connection.Execute(
                    "INSERT INTO protection_keys (name, xml) VALUES (@name, @xml) ON CONFLICT (name) DO UPDATE SET xml = excluded.xml",
                    new { name, xml },
                    transaction
                )
        );
}
