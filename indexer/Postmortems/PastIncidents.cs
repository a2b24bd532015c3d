using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Knowledge.Content.Documents;
using Knowledge.Content.Text;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Linking;

namespace Knowledge.Indexer.Postmortems;

/// <summary>An action of another postmortem that says nearly the same.</summary>
/// <param name="Date">Of the incident, where it is known.</param>
/// <param name="Done">Null when its list has no boxes.</param>
/// <param name="Likeness">0 to 1: the share of the words of both that both have.</param>
public sealed record SimilarAction(
    string DocumentId,
    string Title,
    DateOnly? Date,
    string Url,
    string Text,
    bool? Done,
    IReadOnlyList<string> Links,
    double Likeness
);

/// <summary>An incident that was like another one.</summary>
/// <param name="Likeness">0 to 1.</param>
/// <param name="Why">What both have: a cause, services, words.</param>
/// <param name="NotDone">Its actions that nobody ticked off, or that have no boxes to tick.</param>
public sealed record SimilarIncident(
    string DocumentId,
    string Title,
    DateOnly? Date,
    string Url,
    double Likeness,
    IReadOnlyList<string> Why,
    IReadOnlyList<string> NotDone
);

/// <summary>An action of a postmortem, and those of earlier ones that say nearly the same.</summary>
public sealed record RepeatedAction(string Text, bool? Done, IReadOnlyList<SimilarAction> Earlier);

/// <summary>All postmortems of a knowledge base, to be compared with one that is being written.</summary>
public sealed class PastIncidents
{
    /// <summary>
    /// From this share of common words on two actions are shown as the same. Over the 127 actions of 39 public postmortems (DFDS)
    /// the four pairs that people
    /// called near-identical have 0.80 to 1.00, the next one, which is none, has 0.38.
    /// </summary>
    public const double SameActionFrom = 0.5;

    /// <summary>With fewer words chance decides.</summary>
    private const int MinActionWords = 2;

    /// <summary>From this likeness on an incident is shown.</summary>
    public const double SimilarIncidentFrom = 0.24;

    private const int MaxIncidents = 10;
    private const int ShownWords = 4;
    private const int MaxShownCharacters = 120;

    // What counts how much where both say something of it.
    private const double OfCauses = 0.35;
    private const double OfSeen = 0.35;
    private const double OfSummary = 0.15;
    private const double OfServices = 0.15;

    /// <summary>From this likeness on a cause or a symptom is given as the reason.</summary>
    private const double ReasonFrom = 0.4;

    /// <summary>One word in common is chance.</summary>
    private const int MinSharedWords = 2;

    private readonly List<(Document Document, ActionItem Action, HashSet<string> Words)> actions = [];
    private readonly List<(Document Document, IncidentWords Words)> incidents = [];
    private readonly Dictionary<string, double> rarity = [];

    // Made once for each text, however many look at its page.
    private readonly ConditionalWeakTable<Document, IReadOnlyList<RepeatedAction>> repeated = [];
    private readonly ConditionalWeakTable<Document, IReadOnlyList<SimilarIncident>> similar = [];

    public PastIncidents(IReadOnlyList<Document> documents)
    {
        foreach (var document in documents.Where(d => d.Kind == DocumentKind.Postmortem))
        {
            foreach (var action in document.Postmortem?.Actions ?? [])
                actions.Add((document, action, WordOverlap.Of(action.Text)));
            var words = IncidentWords.Of(document);
            incidents.Add((document, words));
            foreach (var word in words.Terms)
                CollectionsMarshal.GetValueRefOrAddDefault(rarity, word, out _)++;
        }
        foreach (var (word, count) in rarity.ToList())
            rarity[word] = Math.Log(1 + incidents.Count / count);
    }

    /// <summary>Actions that say nearly the same as a text, the likest first.</summary>
    /// <param name="except">A postmortem whose own actions are left out.</param>
    public IReadOnlyList<SimilarAction> ActionsLike(string text, DocumentId? except = null) =>
        ActionsLike(WordOverlap.Of(text), a => a.Id != except);

    /// <summary>The actions of a postmortem that repeat some of earlier ones, in its order.</summary>
    public IReadOnlyList<RepeatedAction> RepeatedBy(Document document) => repeated.GetValue(document, d => FindRepeatedBy(d));

    private IReadOnlyList<RepeatedAction> FindRepeatedBy(Document document) =>
        [
            .. (document.Postmortem?.Actions ?? [])
                .Select(a => new RepeatedAction(
                    a.Text,
                    a.Done,
                    ActionsLike(WordOverlap.Of(a.Text), other => other.Id != document.Id && IsEarlier(other, document))
                ))
                .Where(a => a.Earlier.Count > 0),
        ];

    /// <summary>Incidents like that of a postmortem, which need not be in the knowledge base; the likest first.</summary>
    public IReadOnlyList<SimilarIncident> Like(Document document) => similar.GetValue(document, d => FindLike(d));

    private IReadOnlyList<SimilarIncident> FindLike(Document document)
    {
        var words = IncidentWords.Of(document);
        return
        [
            .. incidents
                .Where(i => i.Document.Id != document.Id)
                .Select(i => (i.Document, Found: Compare(words, i.Words)))
                .Where(i => i.Found.Likeness >= SimilarIncidentFrom)
                .OrderByDescending(i => i.Found.Likeness)
                .ThenByDescending(i => DateOf(i.Document))
                .ThenBy(i => i.Document.Id.Value, StringComparer.Ordinal)
                .Take(MaxIncidents)
                .Select(i => new SimilarIncident(
                    i.Document.Id.Value,
                    i.Document.Title,
                    DateOf(i.Document),
                    Urls.Of(i.Document),
                    Math.Round(i.Found.Likeness, 2),
                    i.Found.Why,
                    [.. (i.Document.Postmortem?.Actions ?? []).Where(a => a.Done != true).Select(a => a.Text).Take(MaxIncidents)]
                )),
        ];
    }

    /// <summary>The day of an incident: of its front matter, else of the first time on its timeline.</summary>
    public static DateOnly? DateOf(Document document) =>
        document.FrontMatter.Date
        ?? DayOf(document.FrontMatter.Detected ?? document.Postmortem?.Timeline.FirstOrDefault(t => t.At is not null)?.At);

    private static DateOnly? DayOf(DateTimeOffset? at) => at is { } known ? DateOnly.FromDateTime(known.UtcDateTime) : null;

    private IReadOnlyList<SimilarAction> ActionsLike(HashSet<string> words, Func<Document, bool> isWanted) =>
        words.Count < MinActionWords
            ? []
            :
            [
                .. actions
                    .Where(a => a.Words.Count >= MinActionWords && isWanted(a.Document))
                    .Select(a => (a.Document, a.Action, Likeness: Share(words, a.Words)))
                    .Where(a => a.Likeness >= SameActionFrom)
                    .OrderByDescending(a => a.Likeness)
                    .ThenByDescending(a => DateOf(a.Document))
                    .ThenBy(a => a.Document.Id.Value, StringComparer.Ordinal)
                    .Take(MaxIncidents)
                    .Select(a => new SimilarAction(
                        a.Document.Id.Value,
                        a.Document.Title,
                        DateOf(a.Document),
                        Urls.Of(a.Document),
                        a.Action.Text,
                        a.Action.Done,
                        a.Action.Links,
                        Math.Round(a.Likeness, 2)
                    )),
            ];

    private static bool IsEarlier(Document other, Document document) =>
        (DateOf(other), DateOf(document)) is ({ } a, { } b) && a != b
            ? a < b
            : string.CompareOrdinal(other.Id.Value, document.Id.Value) < 0;

    private static double Share(HashSet<string> a, HashSet<string> b)
    {
        var shared = (double)a.Count(b.Contains);
        return shared / (a.Count + b.Count - shared);
    }

    private (double Likeness, IReadOnlyList<string> Why) Compare(IncidentWords a, IncidentWords b)
    {
        var why = new List<string>();
        var (sum, weight) = (0.0, 0.0);
        if (a.Causes.Count > 0 && b.Causes.Count > 0)
        {
            var (cause, share) = Best(a.Causes, b.Causes);
            Add(OfCauses, share);
            if (share >= ReasonFrom)
                why.Add($"cause: {Sentences.Truncate(cause.Text, MaxShownCharacters).TrimEnd('.')}");
        }
        var (seen, likeness) = Best(a.Seen, b.Seen);
        Add(OfSeen, likeness);
        if (likeness >= ReasonFrom)
            why.Add($"seen: {Sentences.Truncate(seen.Text, MaxShownCharacters)}");
        if (a.Services.Count > 0 && b.Services.Count > 0)
        {
            Add(OfServices, Share(a.Services, b.Services));
            if (
                a.Services.Intersect(b.Services, StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase).ToList() is
                { Count: > 0 } both
            )
                why.Add($"services: {string.Join(", ", both.Take(ShownWords))}");
        }
        if (a.Summary.Terms.Count > 0 && b.Summary.Terms.Count > 0)
        {
            Add(OfSummary, Weighed(a.Summary, b.Summary));
            if (why.Count == 0)
            {
                var words = a
                    .Summary.Terms.Keys.Intersect(b.Summary.Terms.Keys)
                    .OrderByDescending(Rarity)
                    .ThenBy(w => w, StringComparer.Ordinal)
                    .Take(ShownWords)
                    .Select(w => a.Summary.Terms[w]);
                why.Add($"words: {string.Join(", ", words)}");
            }
        }
        return (sum / weight, why);

        void Add(double part, double likeness)
        {
            sum += part * likeness;
            weight += part;
        }
    }

    /// <summary>The phrase of the second that is nearest to one of the first, and how near.</summary>
    private (Phrase Phrase, double Share) Best(IReadOnlyList<Phrase> a, IReadOnlyList<Phrase> b)
    {
        var best = (Phrase: b[0], Share: 0.0);
        foreach (var x in a)
        foreach (var y in b)
            if (Weighed(x, y) is var share && share > best.Share)
                best = (y, share);
        return best;
    }

    /// <summary>Twice the weight of what both say, as a share of all that they say (Dice), rare words counting more.</summary>
    private double Weighed(Phrase a, Phrase b)
    {
        var shared = 0.0;
        var count = 0;
        foreach (var term in a.Terms.Keys)
            if (b.Terms.ContainsKey(term))
            {
                shared += Rarity(term);
                count++;
            }
        return count < MinSharedWords ? 0 : 2 * shared / (a.Terms.Keys.Sum(Rarity) + b.Terms.Keys.Sum(Rarity));
    }

    // A word that no postmortem has is as rare as can be.
    private double Rarity(string term) => rarity.GetValueOrDefault(term, Math.Log(2.0 + incidents.Count));
}
