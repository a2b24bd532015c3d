using Dapper;

namespace Knowledge.Api.Store;

/// <summary>A search that somebody keeps; the time is Unix milliseconds.</summary>
public sealed record SavedSearch(string Name, string Query, long At);

/// <summary>What became of a change of somebody's saved searches.</summary>
internal enum SavedSearchChange
{
    Done,

    /// <summary>There is none of that name.</summary>
    Absent,

    /// <summary>Another one has the name.</summary>
    Taken,

    /// <summary>There are as many as there may be.</summary>
    Full,
}

/// <summary>Searches that people keep, each under a name that is theirs alone.</summary>
internal sealed class SavedSearchTable(Database database)
{
    /// <summary>By name.</summary>
    public IReadOnlyList<SavedSearch> Of(string subject) =>
        database.Read(connection =>
            connection
                .Query<SavedSearch>("SELECT name, query, at FROM saved_searches WHERE subject = @subject", new { subject })
                .OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase)
                .ThenBy(s => s.Name, StringComparer.Ordinal)
                .ToList()
        );

    /// <summary>Keeps one; of the same name it takes the place of the one before.</summary>
    public SavedSearchChange Save(string subject, SavedSearch search, int most) =>
        database.Write(
            (connection, transaction) =>
            {
                var others = connection.ExecuteScalar<long>(
                    "SELECT COUNT(*) FROM saved_searches WHERE subject = @subject AND name <> @Name",
                    new { subject, search.Name },
                    transaction
                );
                if (others >= most)
                    return SavedSearchChange.Full;
                connection.Execute(
                    """
                    INSERT INTO saved_searches (subject, name, query, at) VALUES (@subject, @Name, @Query, @At)
                    ON CONFLICT (subject, name) DO UPDATE SET query = excluded.query, at = excluded.at
                    """,
                    new
                    {
                        subject,
                        search.Name,
                        search.Query,
                        search.At,
                    },
                    transaction
                );
                return SavedSearchChange.Done;
            }
        );

    /// <summary>Gives one another name, which no other has.</summary>
    public SavedSearchChange Rename(string subject, string name, string newName) =>
        database.Write(
            (connection, transaction) =>
            {
                var with = new
                {
                    subject,
                    name,
                    newName,
                };
                if (
                    name != newName
                    && connection.ExecuteScalar<long>(
                        "SELECT COUNT(*) FROM saved_searches WHERE subject = @subject AND name = @newName",
                        with,
                        transaction
                    ) > 0
                )
                    return SavedSearchChange.Taken;
                return
                    connection.Execute(
                        "UPDATE saved_searches SET name = @newName WHERE subject = @subject AND name = @name",
                        with,
                        transaction
                    ) > 0
                    ? SavedSearchChange.Done
                    : SavedSearchChange.Absent;
            }
        );

    public SavedSearchChange Remove(string subject, string name) =>
        database.Write(
            (connection, transaction) =>
                connection.Execute(
                    "DELETE FROM saved_searches WHERE subject = @subject AND name = @name",
                    new { subject, name },
                    transaction
                ) > 0
                    ? SavedSearchChange.Done
                    : SavedSearchChange.Absent
        );
}
