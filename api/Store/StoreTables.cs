using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Store;

/// <summary>The tables of one store. What each keeps in memory is its own, so there is one set of them per open store.</summary>
internal sealed record StoreTables(
    Database Database,
    DocumentTable Documents,
    GapTable Gaps,
    GapWorkTable GapWork,
    GapAskerTable GapAskers,
    InboxTable Inbox,
    AlertTable Alerts,
    AlertVoteTable Votes,
    OutboxTable Outbox,
    RunLogTable Runs,
    AlertLogTable AlertLog,
    AuthoredPostmortemTable Authored,
    WrittenCommentTable Comments,
    FeedbackTable Feedback,
    AccessTables Access,
    SavedSearchTable SavedSearches,
    SourceFileTable SourceFiles,
    VectorTable Vectors
)
{
    public static StoreTables Of(Database database) =>
        new(
            database,
            new(database),
            new(database),
            new(database),
            new(database),
            new(database),
            new(database),
            new(database),
            new(database),
            new(database),
            new(database),
            new(database),
            new(database),
            new(database),
            new(database),
            new(database),
            new(database),
            new(database)
        );

    /// <summary>Deletes for good what is written here and in a state, last changed before a time, with what the index kept of it.</summary>
    public int DeletePages(string state, DateTimeOffset before, DateTimeOffset now)
    {
        var slugs = Authored.DeleteIdle(state, before, now);
        foreach (var slug in slugs)
            Documents.DeleteGone(AuthoredSource.IdOf(slug));
        return slugs.Count;
    }

    /// <summary>The same for one draft, or one that was discarded.</summary>
    public int DeletePage(string slug, DateTimeOffset now)
    {
        if (!Authored.Delete(slug, now))
            return 0;
        Documents.DeleteGone(AuthoredSource.IdOf(slug));
        return 1;
    }
}
