namespace Knowledge.Indexer.Answers;

/// <summary>What became of words that found nothing.</summary>
/// <param name="Assignee">Who writes the page; null while nobody does.</param>
/// <param name="Dismissed">Why nobody has to; null while it is work.</param>
/// <param name="Actor">Who said so.</param>
public sealed record GapWork(string? Assignee, string? Dismissed, string Actor, DateTimeOffset At)
{
    public const int MaxNameCharacters = 200;

    public const int MaxReasonCharacters = 500;
}
