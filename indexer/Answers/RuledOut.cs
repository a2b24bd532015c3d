namespace Knowledge.Indexer.Answers;

/// <summary>Causes that a card says were suspected in vain: they are not offered beside it as "if it is not this".</summary>
internal static class RuledOut
{
    /// <summary>Of the words of a suspicion so many must be in what the other card is about.</summary>
    private const double Share = 0.6;

    private const int MinWords = 2;

    public static bool By(Answer first, Answer other)
    {
        if (first.DeadEnds.Count == 0)
            return false;
        var about = WordOverlap.Of(other.Cause + "\n" + other.PageTitle);
        return first.DeadEnds.Any(d =>
            WordOverlap.Of(d.Suspicion) is var words
            && words.Count(about.Contains) is var shared
            && shared >= MinWords
            && shared >= Share * words.Count
        );
    }
}
