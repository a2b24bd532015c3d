using System.Numerics;
using System.Text;

namespace Knowledge.Indexer.Text;

/// <summary>Known words that one or two typing errors turn into an unknown one.</summary>
/// <remarks>
/// One error from five letters, two from nine; an error in the first letter counts as two, since people get it right (Pollock,
/// Zamora, "Automatic spelling
/// correction in scientific and scholarly text", 1984). Words of the same length and first letter lie together, and which letters a
/// word has rules most of them out.
/// </remarks>
internal sealed class Spelling
{
    public const int MinLetters = 5;
    private const int LettersForTwo = 9;
    private const int MaxLetters = 64;

    private readonly TermList words;
    private readonly int[] order;
    private readonly uint[] letters;
    private readonly Dictionary<(int Length, char First), (int Start, int End)> groups = [];

    public Spelling(TermList words)
    {
        this.words = words;
        var keys = new (int Length, char First)[words.Count];
        order = new int[words.Count];
        var all = new uint[words.Count];
        Span<char> word = stackalloc char[MaxLetters];
        for (var i = 0; i < order.Length; i++)
        {
            var length = Decode(i, word);
            (order[i], keys[i], all[i]) = (i, (length, length > 0 ? word[0] : '\0'), LettersOf(word[..length]));
        }
        Array.Sort(keys, order);
        letters = Array.ConvertAll(order, i => all[i]);
        for (var (start, i) = (0, 1); i <= order.Length; i++)
            if (i == order.Length || keys[i] != keys[start])
            {
                if (order.Length > 0)
                    groups[keys[start]] = (start, i);
                start = i;
            }
    }

    public long MemoryBytes => 8L * order.Length + 48L * groups.Count;

    public bool Knows(string lowerCaseWord) => words.Find(lowerCaseWord) >= 0;

    /// <summary>Words that an unknown one may have been meant as, with the number of errors.</summary>
    public IEnumerable<(string Word, int Edits)> Correct(string lowerCaseWord)
    {
        if (lowerCaseWord.Length is < MinLetters - 1 or > MaxLetters || !lowerCaseWord.All(char.IsLetter))
            return [];
        var found = new List<(string, int)>();
        var allowed = lowerCaseWord.Length >= LettersForTwo ? 2 : 1;
        var mask = LettersOf(lowerCaseWord);
        Span<char> word = stackalloc char[MaxLetters];
        for (var length = Math.Max(MinLetters, lowerCaseWord.Length - allowed); length <= lowerCaseWord.Length + allowed; length++)
        {
            if (!groups.TryGetValue((length, lowerCaseWord[0]), out var group))
                continue;
            for (var i = group.Start; i < group.End; i++)
            {
                if (BitOperations.PopCount(letters[i] ^ mask) > 2 * allowed)
                    continue;
                var candidate = word[..Decode(order[i], word)];
                if (EditDistance.Of(candidate, lowerCaseWord, allowed) is > 0 and var edits && edits <= allowed)
                    found.Add((candidate.ToString(), edits));
            }
        }
        if (allowed == 2)
            found.AddRange(OtherFirstLetter(lowerCaseWord).Where(w => w[0] != lowerCaseWord[0] && Knows(w)).Select(w => (w, 2)));
        return found;
    }

    private static IEnumerable<string> OtherFirstLetter(string word)
    {
        yield return word[1..];
        yield return $"{word[1]}{word[0]}{word[2..]}";
        for (var c = 'a'; c <= 'z'; c++)
        {
            yield return c + word;
            if (c != word[0])
                yield return c + word[1..];
        }
    }

    private int Decode(int number, Span<char> into) => words[number].Length > MaxLetters ? 0 : Encoding.UTF8.GetChars(words[number], into);

    private static uint LettersOf(ReadOnlySpan<char> word)
    {
        var letters = 0u;
        foreach (var c in word)
            letters |= 1u << (c & 31);
        return letters;
    }
}
