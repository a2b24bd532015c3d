namespace Knowledge.Indexer.Reports;

/// <param name="Changed">When its content last changed, by the file's own time.</param>
public sealed record DocumentTimes(DateTimeOffset FirstSeen, DateTimeOffset Changed, int Revisions);
