namespace Knowledge.Indexer.Sources;

/// <summary>One saved text of a postmortem that is written here.</summary>
/// <param name="Slug">Names the postmortem in addresses; its document is <c>postmortems/SLUG</c>.</param>
/// <param name="Number">From 1, never used twice; the highest is the postmortem as it stands. It is the ETag.</param>
/// <param name="State"><c>draft</c>, <c>published</c>, <c>closed</c>, or <c>discarded</c> (a draft that was taken away and can be
/// brought back).</param>
/// <param name="Note">What was done, as far as it was not only edited.</param>
public sealed record AuthoredRevision(string Slug, int Number, string State, string Text, string Actor, DateTimeOffset At, string Note);

/// <summary>What became of a save.</summary>
public enum SaveOutcome
{
    Saved,

    /// <summary>The text is the newest one already.</summary>
    Unchanged,

    /// <summary>Somebody else saved in between; nothing was overwritten.</summary>
    Conflict,

    /// <summary>There is no such postmortem.</summary>
    NotFound,

    /// <summary>A new one cannot have this name: there is one already.</summary>
    Taken,

    /// <summary>It has as many revisions as it may have.</summary>
    TooMany,
}

/// <param name="Newest">As it stands now; null when there is none.</param>
public sealed record SaveResult(SaveOutcome Outcome, AuthoredRevision? Newest);
