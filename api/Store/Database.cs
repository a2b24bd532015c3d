using System.Data.Common;

namespace Knowledge.Api.Store;

/// <summary>What the tables need of an engine. The SQL is the same for both; what differs in it stands here, once.</summary>
internal abstract class Database : IDisposable
{
    /// <summary>The store of one server: a file of SQLite in its data directory.</summary>
    /// <inheritdoc cref="SqliteDatabase.Open"/>
    public static Database Open(string directory) => SqliteDatabase.Open(directory);

    /// <summary>
    /// Opens a store that a server has open, for the few writes of an operator's command: SQLite lets one of both write at a time.
    /// </summary>
    /// <exception cref="StoreException">There is none, or another version made it.</exception>
    public static Database OpenBeside(string directory) => SqliteDatabase.OpenBeside(directory);

    /// <summary>Which store it is, made with it.</summary>
    public abstract string Identity { get; }

    /// <summary>Another node wrote since this one last looked, so what is kept in memory beside tables is old.</summary>
    public event Action? ChangedElsewhere;

    /// <summary>Runs in one durable transaction; all or nothing is kept. Transactions come one after the other, over all nodes.</summary>
    /// <param name="committed">
    /// Takes the result before anybody else can write: what is kept in memory beside a table follows the table in its order.
    /// </param>
    public abstract T Write<T>(Func<DbConnection, DbTransaction, T> work, Action<T>? committed = null);

    public abstract T Read<T>(Func<DbConnection, T> work);

    /// <summary>Writes what is there already: fails as any write would.</summary>
    public abstract int Probe();

    /// <summary>Keeps beside the store which one it is and how far it was written, where it has a place of its own.</summary>
    /// <exception cref="IOException">The disk does not allow it.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public abstract void KeepMark();

    /// <summary>Sees that what was deleted is in no log of the engine either, as far as that is its own.</summary>
    public abstract void EmptyLog();

    /// <summary>Looks through all of it, for as long as it takes, where it is a file of this server's own.</summary>
    /// <param name="isThorough">Also whether each index has what its table has.</param>
    /// <exception cref="StoreException">It is damaged.</exception>
    public virtual void LookThrough(bool isThorough = false) { }

    /// <summary>It is damaged: a further write might make it worse, and what can be read of it is still read.</summary>
    /// <param name="found">Null when it was not damaged after all.</param>
    public virtual void RefuseWrites(Exception? found) { }

    /// <summary>SQL: whether a column's value is in a list that is given as a parameter.</summary>
    public abstract string In(string column, string parameter);

    /// <summary>SQL: whether bytes hold a text.</summary>
    /// <param name="text">A constant, not what anybody wrote.</param>
    public abstract string Contains(string column, string text);

    /// <summary>SQL: whether a column's text holds the text of a parameter.</summary>
    public abstract string Holds(string column, string parameter);

    /// <summary>SQL: names of the store's tables.</summary>
    public abstract string Tables { get; }

    /// <summary>SQL: names of the tables that a table refers to.</summary>
    public abstract string ReferencesOf(string table);

    /// <summary>After rows came with numbers: those that it gives itself begin behind them.</summary>
    public abstract int ContinueNumbers(DbConnection connection, DbTransaction transaction, string table);

    public abstract void Dispose();

    protected void OnChangedElsewhere() => ChangedElsewhere?.Invoke();
}
