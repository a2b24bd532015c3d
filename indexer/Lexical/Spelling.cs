using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Lexical;

/// <summary>Known words that one typing error turns into an unknown one.</summary>
internal sealed class Spelling
{
    private const int MinLetters = 5;
    private const int MaxCandidates = 3;

    private readonly Dictionary<int, string[]> byLength;
    private readonly HashSet<string> known;

    public Spelling(IEnumerable<string> words)
    {
        known = [.. words.Where(w => w.All(char.IsLetter))];
        byLength = known.Where(w => w.Length >= MinLetters).GroupBy(w => w.Length).ToDictionary(g => g.Key, g => g.ToArray());
    }

    public bool Knows(string lowerCaseWord) => known.Contains(lowerCaseWord);

    /// <summary>Words of five letters or more at one edit; the first letter is taken to be right.</summary>
    public IReadOnlyList<string> Mend(string lowerCaseWord)
    {
        if (lowerCaseWord.Length < MinLetters - 1 || !lowerCaseWord.All(char.IsLetter)) return [];
        var candidates = new List<string>();
        for (var length = lowerCaseWord.Length - 1; length <= lowerCaseWord.Length + 1; length++)
            foreach (var word in byLength.GetValueOrDefault(length, []))
                if (word[0] == lowerCaseWord[0] && Edits.AtMostOne(word, lowerCaseWord)) candidates.Add(word);
        return candidates.Count <= MaxCandidates ? candidates : [.. candidates.OrderBy(w => Math.Abs(w.Length - lowerCaseWord.Length)).Take(MaxCandidates)];
    }
}
