using Knowledge.Content.Yaml;

namespace Knowledge.Indexer.Text;

/// <summary>A phrase that stands for another in operations language, as terms, with how nearly it is the same thing (0 to 1).</summary>
internal sealed record Synonym(string Phrase, IReadOnlyList<string> Terms, float Weight);

/// <summary>Weighted groups of symptom language in one language: blank = empty = no data = not loading.</summary>
internal sealed class SynonymGroups
{
    private const float DefaultWeight = 0.7f;

    private readonly TextLanguage language;
    private readonly Dictionary<string, List<Entry>> byFirstTerm = [];
    private readonly HashSet<string> words = [];
    private readonly Lazy<Spelling> spelling;

    private sealed record Entry(IReadOnlyList<string> Terms, string Phrase, IReadOnlyList<Synonym> Synonyms);

    private SynonymGroups(TextLanguage language)
    {
        this.language = language;
        spelling = new(() => new(TermList.Of([.. words.Order(StringComparer.Ordinal)])));
    }

    public static SynonymGroups None { get; } = new(TextLanguage.English);

    public int Groups { get; private set; }

    public bool IsEmpty => byFirstTerm.Count == 0;

    /// <summary>Over every word in it: a typing error in one of them can be corrected even when no document holds the word.</summary>
    public Spelling Spelling => spelling.Value;

    /// <summary>Reads the format described in <c>indexer/Text/README.md</c>.</summary>
    /// <returns>The groups, and the line and reason where they could not be read further.</returns>
    public static (SynonymGroups Groups, YamlProblem? Problem) Read(TextLanguage language, params IReadOnlyList<string> yamls)
    {
        var read = new SynonymGroups(language);
        YamlProblem? problem = null;
        foreach (var yaml in yamls)
        {
            var reading = GuardedYaml.Read(yaml, YamlLimits.Catalog);
            problem ??= reading.Problem;
            foreach (
                var group in reading.Documents.OfType<YamlMap>().SelectMany(d => (d["groups"] as YamlList)?.Items.OfType<YamlMap>() ?? [])
            )
                read.Add(group);
        }
        return (read, problem);
    }

    private void Add(YamlMap group)
    {
        Groups++;
        var weight =
            float.TryParse((group["weight"] as YamlScalar)?.Value, System.Globalization.CultureInfo.InvariantCulture, out var given)
            && given is > 0 and <= 1
                ? given
                : DefaultWeight;
        var same = Phrases(group["terms"]);
        foreach (var phrase in same)
            Add(phrase, same.Where(p => p.Phrase != phrase.Phrase), weight);
        var to = Phrases(group["to"]);
        foreach (var phrase in Phrases(group["from"]))
            Add(phrase, to, weight);
    }

    private void Add(Synonym phrase, IEnumerable<Synonym> others, float weight)
    {
        if (phrase.Terms.Count == 0)
            return;
        if (!byFirstTerm.TryGetValue(phrase.Terms[0], out var list))
            byFirstTerm[phrase.Terms[0]] = list = [];
        list.Add(
            new(
                phrase.Terms,
                phrase.Phrase,
                [.. others.Where(o => o.Terms.Count > 0 && !o.Terms.SequenceEqual(phrase.Terms)).Select(o => o with { Weight = weight })]
            )
        );
        words.UnionWith(phrase.Phrase.ToLowerInvariant().Split(' ').Where(w => w.All(char.IsAsciiLetter)));
    }

    /// <summary>The groups whose phrase begins at a position of a query.</summary>
    /// <param name="terms">Terms of the query in order, one per word.</param>
    /// <returns>How many terms each phrase takes, and what may stand for it.</returns>
    public IEnumerable<(int Length, IReadOnlyList<Synonym> Synonyms)> At(IReadOnlyList<string> terms, int position)
    {
        if (!byFirstTerm.TryGetValue(terms[position], out var entries))
            yield break;
        foreach (var entry in entries)
            if (position + entry.Terms.Count <= terms.Count && entry.Terms.SequenceEqual(terms.Skip(position).Take(entry.Terms.Count)))
                yield return (entry.Terms.Count, entry.Synonyms);
    }

    private List<Synonym> Phrases(YamlNode? node) =>
        node is not YamlList list
            ? []
            :
            [
                .. list
                    .Items.OfType<YamlScalar>()
                    .Select(s => s.Value.Trim())
                    .Select(p => new Synonym(
                        p,
                        [.. Negations.Merge(Tokenizer.Words(Tokenizer.Tokenize(p, language)), language).Select(t => t.Term)],
                        0
                    ))
                    .DistinctBy(s => string.Join(' ', s.Terms)),
            ];
}
