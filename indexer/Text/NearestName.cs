namespace Knowledge.Indexer.Text;

/// <summary>Which of several names is meant by one that is mistyped or only begun.</summary>
internal static class NearestName
{
    /// <summary>How many typing errors a name may have and still be recognised.</summary>
    private const int MaxTypingErrors = 2;

    /// <summary>The name with the fewest typing errors, or the only one that begins so; null when neither is clear.</summary>
    public static string? Of(string given, IEnumerable<string> names)
    {
        var word = Bare(given);
        if (word.Length < 2)
            return null;
        var candidates = names.Where(n => Bare(n).Length > 1 && n.StartsWith('-') == given.StartsWith('-')).Distinct().ToList();
        var (name, errors) = candidates
            .Select(n => (Name: n, Errors: EditDistance.Of(word, Bare(n), MaxTypingErrors)))
            .OrderBy(n => n.Errors)
            .FirstOrDefault(("", MaxTypingErrors + 1));
        // Two errors in four letters are another word.
        if (errors <= Math.Min(MaxTypingErrors, word.Length / 3))
            return name;
        return candidates.Where(n => Bare(n).StartsWith(word, StringComparison.Ordinal)).ToList() is [var only] ? only : null;
    }

    private static string Bare(string name) => name.TrimStart('-').ToLowerInvariant();
}
