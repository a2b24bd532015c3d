using Knowledge.Content.Yaml;

namespace Knowledge.Indexer.Text;

/// <summary>A phrase that stands for another in operations language, as terms, with how nearly it is the same thing (0 to 1).</summary>
internal sealed record Synonym(string Phrase, IReadOnlyList<string> Terms, float Weight);

/// <summary>
/// Weighted groups of symptom language: blank = empty = no data = not loading. Built in; a knowledge base adds its own
/// <c>thesaurus.yaml</c>.
/// </summary>
internal sealed class Thesaurus
{
    private const float DefaultWeight = 0.7f;

    private readonly Dictionary<string, List<Entry>> byFirstTerm;

    private sealed record Entry(IReadOnlyList<string> Terms, string Phrase, IReadOnlyList<Synonym> Synonyms);

    private Thesaurus(Dictionary<string, List<Entry>> byFirstTerm, IReadOnlyList<string> words, int groups) =>
        (this.byFirstTerm, Spelling, Groups) = (byFirstTerm, new(TermList.Of([.. words.Order(StringComparer.Ordinal)])), groups);

    public static Thesaurus None { get; } = new([], [], 0);

    public static Thesaurus BuiltIn { get; } = Read(BuiltInYaml()).Thesaurus;

    /// <summary>The built-in groups and those that knowledge bases add.</summary>
    public static Thesaurus WithBuiltIn(IReadOnlyList<string> yamls) => Read([BuiltInYaml(), .. yamls]).Thesaurus;

    public int Groups { get; }

    /// <summary>Over every word in it: a typing error in one of them can be corrected even when no document holds the word.</summary>
    public Spelling Spelling { get; }

    /// <summary>Reads the format described in <c>indexer/Text/README.md</c>.</summary>
    /// <returns>The thesaurus, and the line and reason where it could not be read further.</returns>
    public static (Thesaurus Thesaurus, YamlProblem? Problem) Read(params IReadOnlyList<string> yamls)
    {
        var entries = new Dictionary<string, List<Entry>>();
        var words = new HashSet<string>();
        YamlProblem? problem = null;
        var groups = 0;
        foreach (var yaml in yamls)
        {
            var reading = GuardedYaml.Read(yaml, YamlLimits.Catalog);
            problem ??= reading.Problem;
            foreach (
                var group in reading.Documents.OfType<YamlMap>().SelectMany(d => (d["groups"] as YamlList)?.Items.OfType<YamlMap>() ?? [])
            )
            {
                groups++;
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
        }
        return (new(entries, [.. words], groups), problem);

        void Add(Synonym phrase, IEnumerable<Synonym> others, float weight)
        {
            if (phrase.Terms.Count == 0)
                return;
            if (!entries.TryGetValue(phrase.Terms[0], out var list))
                entries[phrase.Terms[0]] = list = [];
            list.Add(
                new(
                    phrase.Terms,
                    phrase.Phrase,
                    [
                        .. others
                            .Where(o => o.Terms.Count > 0 && !o.Terms.SequenceEqual(phrase.Terms))
                            .Select(o => o with { Weight = weight }),
                    ]
                )
            );
            words.UnionWith(phrase.Phrase.ToLowerInvariant().Split(' ').Where(w => w.All(char.IsAsciiLetter)));
        }
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

    private static List<Synonym> Phrases(YamlNode? node) =>
        node is not YamlList list
            ? []
            :
            [
                .. list
                    .Items.OfType<YamlScalar>()
                    .Select(s => s.Value.Trim())
                    .Select(p => new Synonym(p, [.. Negations.Merge(Tokenizer.Words(Tokenizer.Tokenize(p))).Select(t => t.Term)], 0))
                    .DistinctBy(s => string.Join(' ', s.Terms)),
            ];

    private static string BuiltInYaml()
    {
        using var stream = typeof(Thesaurus).Assembly.GetManifestResourceStream("thesaurus.yaml")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
