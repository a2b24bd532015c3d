using Dapper;

namespace Knowledge.Api.Store;

/// <summary>Who may come in, who is in, and what they did.</summary>
internal sealed class AccessTables(Database database)
{
    public PeopleTable People { get; } = new(database);
    public AccountTable Accounts { get; } = new(database);
    public SessionTable Sessions { get; } = new(database);
    public TokenTable Tokens { get; } = new(database);
    public ProtectionKeyTable Keys { get; } = new(database);
    public AuditTable Audit { get; } = new(database);

    /// <summary>How often the store was written, by whomever: whoever keeps something of it in memory sees by it that it changed.</summary>
    public long Writes() => database.Read(connection => connection.ExecuteScalar<long>("SELECT writes FROM store_state"));
}
