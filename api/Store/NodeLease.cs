using Dapper;
using Knowledge.Api.Background;

namespace Knowledge.Api.Store;

/// <summary>Which of the nodes on one store does what only one may do: reading the inbox, messages, imports, keeping documents.</summary>
/// <remarks>
/// A lease with a fencing number: Kleppmann, "How to do distributed locking", 2016. A node holds it for some seconds and prolongs it;
/// one that takes over gets the next number, and <see cref="PostgresDatabase.Write"/> refuses what carries an earlier one. Taking over
/// waits for the write that is under way, so that the new holder sees all that the one before has written.
/// </remarks>
internal sealed class NodeLease(PostgresDatabase database, TimeProvider time)
{
    /// <summary>How long the work rests at most when the node that did it is gone.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(8);

    public const string CurrentTurn = "SELECT turn FROM node_lease WHERE id = 1";

    private const string Now = "(EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT";

    private static readonly TimeSpan RenewalInterval = TimeSpan.FromSeconds(2);

    // It ends sooner for its holder than for the others: neither clock is exact.
    private static readonly TimeSpan Believed = Length - TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private long? turn;
    private bool hasSources;
    private long askedAt;
    private long taken;

    /// <summary>Whether a node has it, so that at least one is running.</summary>
    public static bool IsHeld(PostgresDatabase database) =>
        database.Read(c => c.ExecuteScalar<bool>($"SELECT until > {Now} FROM node_lease WHERE id = 1"));

    /// <summary>Told from those of other processes.</summary>
    public string Node { get; } = $"{Environment.MachineName} {Environment.ProcessId} {Guid.NewGuid():N}";

    /// <summary>The turn of this node; null while it is another's.</summary>
    public NodeTurn? Turn
    {
        get
        {
            lock (gate)
                return turn is { } held && time.GetElapsedTime(askedAt) < Believed ? new(held) : null;
        }
    }

    /// <summary>How often this node took it from nobody or from another one.</summary>
    public long Taken => Interlocked.Read(ref taken);

    /// <summary>Prolongs the lease, or takes it when nobody holds it; does nothing while that is not due.</summary>
    /// <param name="readsSources">
    /// Whether this node has the directories of all sources. One that has may take the turn from one that has not: what changes in them is
    /// then kept, and what the other was about to write is refused.
    /// </param>
    /// <exception cref="System.Data.Common.DbException">The database does not answer.</exception>
    public void Renew(bool readsSources = true)
    {
        lock (gate)
            if (turn is not null && readsSources == hasSources && time.GetElapsedTime(askedAt) < RenewalInterval)
                return;
        var asking = new Asking(Node, (long)Length.TotalMilliseconds, readsSources ? 1 : 0);
        // Before it is asked: however long the answer takes, the lease is not believed to be longer than it is.
        var asked = time.GetTimestamp();
        var held = Prolonged(asking);
        if (held is null && IsFree(asking) && (held = Take(asking)) is not null)
            Interlocked.Increment(ref taken);
        lock (gate)
            (turn, askedAt, hasSources) = (held, asked, readsSources);
    }

    /// <summary>Gives it back, so that another node need not wait until it ends.</summary>
    public void Release()
    {
        lock (gate)
            turn = null;
        database.BetweenWrites((c, t) => c.Execute("UPDATE node_lease SET until = 0 WHERE id = 1 AND holder = @Node", new { Node }, t));
    }

    private long? Prolonged(Asking asking) =>
        database.Read(c =>
            c.QueryFirstOrDefault<long?>(
                $"""
                UPDATE node_lease SET until = {Now} + @Milliseconds, reads_sources = @Reads
                WHERE id = 1 AND holder = @Node AND until > {Now} RETURNING turn
                """,
                asking
            )
        );

    private bool IsFree(Asking asking) =>
        database.Read(c => c.ExecuteScalar<bool>($"SELECT {MayBeTaken} FROM node_lease WHERE id = 1", asking));

    private long? Take(Asking asking) =>
        database.BetweenWrites(
            (c, t) =>
                c.QueryFirstOrDefault<long?>(
                    $"""
                    UPDATE node_lease SET holder = @Node, turn = turn + 1, until = {Now} + @Milliseconds, reads_sources = @Reads
                    WHERE id = 1 AND ({MayBeTaken}) RETURNING turn
                    """,
                    asking,
                    t
                )
        );

    private const string MayBeTaken = $"until <= {Now} OR (reads_sources < @Reads AND holder <> @Node)";

    private sealed record Asking(string Node, long Milliseconds, long Reads);
}
