using System.Collections.Frozen;
using Knowledge.Content.Yaml;

namespace Knowledge.Content.Documents;

/// <summary>
/// Reads the kind of a section from its heading, in the words that runbooks and postmortems use in many languages: one file per language
/// in <c>Headings/</c>, and what a knowledge base adds in its <c>headings.yaml</c>.
/// </summary>
public sealed class HeadingLexicon
{
    private const int MaxHeading = 300;
    private const int MaxWords = 6;

    // Of two phrases of as many words the kind that stands first here decides: "action items" are no "action".
    // csharpier-ignore
    private static readonly SectionKind[] Order =
    [
        SectionKind.Actions, SectionKind.Lessons, SectionKind.Timeline, SectionKind.Verification, SectionKind.Escalation,
        SectionKind.Communication, SectionKind.Detection, SectionKind.Causes, SectionKind.Remediation, SectionKind.Diagnosis,
        SectionKind.Impact, SectionKind.Symptoms,
    ];

    private static readonly Dictionary<string, SectionKind> Kinds = Order.ToDictionary(k => k.ToString().ToLowerInvariant());

    private readonly FrozenDictionary<string, int> phrases;
    private readonly FrozenDictionary<string, int> whole;
    private readonly FrozenSet<string> begins;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> beginnings;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> endings;
    private readonly int shortestStem;
    private readonly (string Phrase, int Rank)[] unspaced;
    private readonly FrozenSet<string> stepWords;
    private readonly FrozenSet<string> stepColumns;
    private readonly FrozenSet<string> commandColumns;
    private readonly FrozenSet<string> expectColumns;
    private readonly FrozenSet<string> contributing;
    private readonly FrozenSet<string> triggers;

    private HeadingLexicon(IReadOnlyList<YamlMap> files)
    {
        var (words, stemmed, together) = (new Dictionary<string, int>(), new Dictionary<string, int>(), new Dictionary<string, int>());
        var alone = new Dictionary<string, int>();
        foreach (var file in files)
        foreach (var (name, node) in file.Entries)
            if (Kinds.TryGetValue(name, out var kind))
                foreach (var phrase in Texts(node))
                {
                    var rank = Array.IndexOf(Order, kind);
                    var plain = Normalize(phrase);
                    if (plain.Length == 0)
                        continue;
                    if (phrase.StartsWith('='))
                        Keep(alone, plain, rank);
                    else if (phrase.EndsWith('*') || phrase.StartsWith('*'))
                        Keep(stemmed, (phrase.StartsWith('*') ? "<" : ">") + plain, rank);
                    else if (plain.Any(IsUnspaced))
                        Keep(together, plain, rank);
                    else
                        Keep(words, plain, rank);
                }
        phrases = words.ToFrozenDictionary();
        whole = alone.ToFrozenDictionary();
        begins = words.Keys.Select(p => p.Split(' ')[0]).ToFrozenSet();
        beginnings = Stems('>');
        endings = Stems('<');
        shortestStem = stemmed.Count == 0 ? int.MaxValue : stemmed.Keys.Min(k => k.Length) - 1;
        unspaced = [.. together.Select(p => (p.Key, p.Value)).OrderByDescending(p => p.Key.Length).ThenBy(p => p.Value)];
        stepWords = All("step-words");
        stepColumns = All("step-columns");
        commandColumns = All("command-columns");
        expectColumns = All("expect-columns");
        contributing = All("contributing");
        triggers = All("triggers");

        static void Keep(Dictionary<string, int> ranks, string phrase, int rank) =>
            ranks[phrase] = Math.Min(rank, ranks.GetValueOrDefault(phrase, int.MaxValue));

        FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Stems(char sign) =>
            stemmed
                .Where(k => k.Key[0] == sign)
                .ToFrozenDictionary(k => k.Key[1..], k => k.Value, StringComparer.Ordinal)
                .GetAlternateLookup<ReadOnlySpan<char>>();

        FrozenSet<string> All(string key) => files.SelectMany(f => Texts(f[key])).Select(Normalize).Where(t => t.Length > 0).ToFrozenSet();
    }

    /// <summary>All languages that come with the product.</summary>
    public static HeadingLexicon BuiltIn { get; } = new(LanguageFiles.All);

    /// <summary>The built-in languages and what a knowledge base adds; what it says counts first.</summary>
    /// <returns>The lexicon, and what is wrong with the file and from which line on it was not read.</returns>
    public static (HeadingLexicon Lexicon, YamlProblem? Problem) With(string yaml)
    {
        var reading = GuardedYaml.Read(yaml, YamlLimits.FrontMatter);
        var own = reading.Documents.OfType<YamlMap>().ToList();
        var wrong =
            reading.Problem
            ?? own.SelectMany(m => m.Entries)
                .Where(e => !Kinds.ContainsKey(e.Key) && !LanguageFiles.OtherKeys.Contains(e.Key))
                .Select(e => new YamlProblem(
                    e.Value.Line,
                    1,
                    $"`{e.Key}` is not a kind of section; the kinds are {string.Join(", ", Kinds.Keys)}."
                ))
                .FirstOrDefault();
        return (new([.. LanguageFiles.All.Select(f => Without(f, own)), .. own]), wrong);
    }

    /// <summary>
    /// The kind of a heading, or null when the lexicon does not know it (its section then has the kind of the one around it). The
    /// longest phrase in it decides.
    /// </summary>
    public SectionKind? KindOf(string heading)
    {
        if (heading.Length > MaxHeading)
            return null;
        var plain = Normalize(heading);
        if (whole.TryGetValue(plain, out var only))
            return Order[only];
        var words = plain.Split(' ');
        var (best, length) = (int.MaxValue, 0);
        for (var from = 0; from < words.Length; from++)
        {
            if (begins.Contains(words[from]))
                for (var count = Math.Min(MaxWords, words.Length - from); count >= Math.Max(1, length); count--)
                    if (phrases.TryGetValue(string.Join(' ', words, from, count), out var rank))
                    {
                        if (count > length || rank < best)
                            (best, length) = (rank, count);
                        break;
                    }
            if (length <= 1 && StemOf(words[from]) is { } stem && (length == 0 || stem < best))
                (best, length) = (stem, 1);
        }
        if (length == 0 && plain.Any(IsUnspaced))
            foreach (var (phrase, rank) in unspaced)
                if (phrase.Length < length)
                    break;
                else if (plain.Contains(phrase, StringComparison.Ordinal) && rank < best)
                    (best, length) = (rank, phrase.Length);
        if (length > 0)
            return Order[best];
        return IsNumberedStep(heading) && stepWords.Overlaps(words) ? SectionKind.Remediation : null;
    }

    /// <summary>Whether a heading is nothing but a phrase of the lexicon: "Symptoms" is one, "Fix for the login problem" is not.</summary>
    public bool IsPlain(string heading)
    {
        var plain = Normalize(heading);
        return phrases.ContainsKey(plain) || whole.ContainsKey(plain) || (plain.Any(IsUnspaced) && unspaced.Any(u => u.Phrase == plain));
    }

    /// <summary>"Step 3: drain the node", "3. Drain the node".</summary>
    public bool IsNumberedStep(string heading)
    {
        // Asked of most headings; few hold a number.
        if (!heading.Any(c => char.IsDigit(c) || IsUnspaced(c)))
            return false;
        var words = Normalize(heading).Split(' ', 3);
        if (words.Length == 0 || heading.Length == 0)
            return false;
        if (words.Length > 1 && stepWords.Contains(words[0]))
            return char.IsDigit(words[1][0]);
        if (words[0].Length > 1 && stepWords.Any(s => s.Any(IsUnspaced) && words[0].StartsWith(s, StringComparison.Ordinal)))
            return true;
        var digits = heading.TakeWhile(char.IsAsciiDigit).Count();
        return digits is > 0 and < 3 && heading.Length > digits + 1 && heading[digits] is '.' or ')' && heading[digits + 1] == ' ';
    }

    public bool IsStepColumn(string name) => stepColumns.Contains(Normalize(name));

    public bool IsCommandColumn(string name) => commandColumns.Contains(Normalize(name));

    public bool IsExpectColumn(string name) => expectColumns.Contains(Normalize(name));

    /// <summary>Whether it names what only helped a failure along: contributing factors, triggers.</summary>
    public bool IsContributing(string heading) => Names(contributing, heading) || IsTrigger(heading);

    /// <summary>Whether it names what set a failure off.</summary>
    public bool IsTrigger(string heading) => Names(triggers, heading);

    private static bool Names(FrozenSet<string> parts, string heading)
    {
        var plain = Normalize(heading);
        return parts.Any(p => plain.Contains(p, StringComparison.Ordinal));
    }

    private int? StemOf(ReadOnlySpan<char> word)
    {
        int? best = null;
        for (var length = shortestStem; length <= word.Length; length++)
            if (beginnings.TryGetValue(word[..length], out var rank) || endings.TryGetValue(word[^length..], out rank))
                best = Math.Min(best ?? int.MaxValue, rank);
        return best;
    }

    // A phrase that the knowledge base gives a kind has that one alone.
    private static YamlMap Without(YamlMap file, IReadOnlyList<YamlMap> own)
    {
        var given = own.SelectMany(m => m.Entries)
            .Where(e => Kinds.ContainsKey(e.Key))
            .SelectMany(e => Texts(e.Value))
            .Select(Normalize)
            .ToHashSet();
        return file with
        {
            Entries =
            [
                .. file.Entries.Select(e =>
                    !Kinds.ContainsKey(e.Key) || e.Value is not YamlList list
                        ? e
                        : KeyValuePair.Create<string, YamlNode>(
                            e.Key,
                            list with
                            {
                                Items = [.. list.Items.Where(i => i is not YamlScalar s || !given.Contains(Normalize(s.Value)))],
                            }
                        )
                ),
            ],
        };
    }

    private static IEnumerable<string> Texts(YamlNode? node) =>
        node switch
        {
            YamlList list => list.Items.OfType<YamlScalar>().Select(s => s.Value),
            YamlScalar one => [one.Value],
            _ => [],
        };

    // Chinese, Japanese and Korean: words stand without spaces, or with particles behind them.
    internal static bool IsUnspaced(char c) =>
        c is (>= '\u2E80' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7AF') or (>= '\uF900' and <= '\uFAFF');

    private static string Normalize(string heading) =>
        string.Join(
            ' ',
            new string([.. heading.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) || c == '-' ? c : ' ')]).Split(
                ' ',
                StringSplitOptions.RemoveEmptyEntries
            )
        );
}
