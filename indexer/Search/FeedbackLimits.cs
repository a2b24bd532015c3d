namespace Knowledge.Indexer.Search;

/// <summary>How much feedback on pages counts at most: the less, the less it is known who gave it.</summary>
/// <param name="MaxVotes">More votes of a page for like queries count as so many.</param>
/// <param name="MaxPlaces">How far feedback moves pages that answer by themselves (<see cref="PlaceLimit"/>).</param>
/// <param name="MaxVotesOnCards">As <paramref name="MaxVotes"/>, in the order of cards.</param>
internal sealed record FeedbackLimits(int MaxVotes = int.MaxValue, int MaxPlaces = int.MaxValue, int MaxVotesOnCards = int.MaxValue)
{
    public static FeedbackLimits None { get; } = new();

    public bool HoldsPlaces => MaxPlaces < int.MaxValue;
}
