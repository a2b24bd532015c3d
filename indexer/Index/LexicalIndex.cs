using System.Runtime.InteropServices;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Index;

/// <summary>A segment and which of its documents cannot be found: they are gone, or hidden from whoever searches.</summary>
/// <param name="Left">How often terms stand in the documents that are left, where some are hidden; null to count all.</param>
internal sealed record LiveSegment(Segment Segment, Bitmap Deleted, TermCounts? Left = null)
{
    public int Live { get; } = Segment.Documents.Length - Deleted.Count;

    /// <summary>Documents and passages that frequencies are counted over.</summary>
    public int DocumentUnits => Left?.Documents ?? Segment.Documents.Length;

    public int PassageUnits => Left?.Passages ?? Segment.PassageCount;

    public void Deconstruct(out Segment segment, out Bitmap deleted) => (segment, deleted) = (Segment, Deleted);

    /// <summary>How many documents hold a term of the segment.</summary>
    public int DocumentFrequency(int term) => Left?.InDocuments[term] ?? Segment.DocumentPostings.Frequency(term);

    /// <summary>How many passages do.</summary>
    public int PassageFrequency(int term) => Left?.InPassages[term] ?? Segment.PassagePostings.Frequency(term);

    /// <summary>The same without some documents: nothing of it tells that they are there, or were.</summary>
    /// <param name="like">Where the segment may be already without the same.</param>
    public LiveSegment Without(Func<Document, bool> isHidden, LexicalIndex? like)
    {
        var hidden = Bitmap.OfSize(Segment.Documents.Length);
        for (var d = 0; d < Segment.Documents.Length; d++)
            if (isHidden(Segment.Documents[d]))
                hidden.Set(d);
        if (hidden.IsEmpty)
            return this;
        var known = like?.Segments.FirstOrDefault(s => s.Segment == Segment)?.Left;
        return new(Segment, hidden.Or(Deleted), known?.IsWithout(hidden) == true ? known : TermCounts.Without(Segment, hidden));
    }
}

/// <summary>
/// The searchable whole: segments over passages and documents. Immutable; a change makes a new one that shares what did not change.
/// </summary>
internal sealed class LexicalIndex
{
    /// <summary>
    /// Changed since all was indexed at once: beyond this share of all documents everything is indexed anew, with averages that
    /// fit.
    /// </summary>
    private const double ChangedShare = 0.25;

    /// <summary>Small segments are merged into the next one at once; one of this many passages stays until the large merge.</summary>
    private const int SmallSegment = 4096;

    private const int MaxSegments = 4;
    private const int RareFrequency = 2;

    /// <summary>A query is read in each of them; those of hardly any page are left out.</summary>
    private const int MaxLanguages = 24;

    private readonly FieldAverages averages;
    private readonly int changed;
    private readonly Lazy<IReadOnlyList<TextLanguage>> languages;

    internal LexicalIndex(IReadOnlyList<LiveSegment> segments, FieldAverages averages, int changed)
    {
        (Segments, this.averages, this.changed) = (segments, averages, changed);
        var (documents, passages) = (0, 0);
        foreach (var live in segments)
        {
            documents += live.DocumentUnits;
            passages += live.PassageUnits;
        }
        (DocumentUnits, PassageUnits, Count) = (documents, passages, segments.Sum(s => s.Live));
        Whole = this;
        languages = new(LanguagesOf);
    }

    public static LexicalIndex Empty { get; } = Build([]);

    public IReadOnlyList<LiveSegment> Segments { get; }

    /// <summary>That of which this is what is left for somebody (<see cref="Without"/>); itself for all others.</summary>
    public LexicalIndex Whole { get; private init; }

    private bool HidesSome => Whole != this;

    internal FieldAverages Averages => averages;

    internal int Changed => changed;

    /// <summary>Documents that can be found.</summary>
    public int Count { get; }

    /// <summary>The languages that its documents are written in, that of most of them first.</summary>
    public IReadOnlyList<TextLanguage> Languages => languages.Value;

    /// <summary>Documents and passages that frequencies are counted over: also those that are deleted and not yet merged away.</summary>
    public int DocumentUnits { get; }

    public int PassageUnits { get; }

    public long MemoryBytes => Segments.Sum(s => s.Segment.MemoryBytes);

    /// <summary>Whether <see cref="Merged"/> would make searches faster.</summary>
    public bool WantsMerge =>
        Segments.Count >= MaxSegments || Segments.Sum(s => s.Segment.Documents.Length - s.Live) > Count * ChangedShare;

    public static LexicalIndex Build(IReadOnlyList<Document> documents, int threads = -1)
    {
        var averages = FieldAverages.Of(documents);
        return new([new(SegmentWriter.Write(documents, averages, threads), Bitmap.Empty)], averages, 0);
    }

    /// <summary>What is left without some documents, for whoever must not see them: neither they nor their words are found.</summary>
    /// <param name="isHidden">Also of those that are gone and not yet merged away.</param>
    /// <param name="like">What was left before a change: what did not change is taken from it.</param>
    public LexicalIndex Without(Func<Document, bool> isHidden, LexicalIndex? like = null) =>
        Segments.Select(s => s.Without(isHidden, like)).ToList() is var left
        && left.SequenceEqual(Segments, ReferenceEqualityComparer.Instance)
            ? this
            : new(left, averages, changed) { Whole = Whole };

    /// <summary>The index over other documents; those that it has already (the same objects) are not read again.</summary>
    public LexicalIndex With(IReadOnlyList<Document> documents)
    {
        var wanted = new HashSet<Document>(documents, ReferenceEqualityComparer.Instance);
        var kept = new List<LiveSegment>();
        var gone = 0;
        foreach (var live in Segments)
        {
            var deleted = Bitmap.OfSize(live.Segment.Documents.Length);
            for (var d = 0; d < live.Segment.Documents.Length; d++)
                if (live.Deleted[d] || !wanted.Remove(live.Segment.Documents[d]))
                    deleted.Set(d);
            var now = new LiveSegment(live.Segment, deleted, live.Left);
            gone += live.Live - now.Live;
            if (now.Live > 0)
                kept.Add(now.Live == live.Live ? live : now);
        }
        if (wanted.Count == 0 && gone == 0)
            return this;
        var changes = changed + gone + wanted.Count;
        if (changes > documents.Count * ChangedShare)
            return Build(documents);
        if (wanted.Count == 0)
            return new(kept, averages, changes);
        var added = new LiveSegment(SegmentWriter.Write([.. documents.Where(wanted.Contains)], averages), Bitmap.Empty);
        while (kept.Count > 1 && kept[^1].Segment.PassageCount < SmallSegment)
        {
            added = new(SegmentWriter.Merge([kept[^1], added]), Bitmap.Empty);
            kept.RemoveAt(kept.Count - 1);
        }
        return new([.. kept, added], averages, changes);
    }

    /// <summary>The same documents in one segment.</summary>
    public LexicalIndex Merged() =>
        Segments.Count <= 1 && !WantsMerge ? this : new([new(SegmentWriter.Merge(Segments), Bitmap.Empty)], averages, changed);

    /// <summary>Words that an unknown one may have been meant as, likeliest first: fewest errors, then most frequent.</summary>
    public IReadOnlyList<(string Word, int Edits)> Correct(string lowerCaseWord, int limit) =>
        [
            .. Segments
                .SelectMany(s => s.Segment.Spelling.Correct(lowerCaseWord))
                .Where(w => !HidesSome || StandsInAny(w.Word))
                .Concat(Thesaurus.BuiltIn.In(TextLanguage.English).Spelling.Correct(lowerCaseWord))
                .Distinct()
                .OrderBy(w => w.Edits)
                .ThenByDescending(w => FrequencyOfWord(w.Word))
                .ThenBy(w => w.Word, StringComparer.Ordinal)
                .Take(limit),
        ];

    /// <summary>Whether a word stands in a document or in the built-in thesaurus.</summary>
    public bool Knows(string lowerCaseWord) =>
        (Segments.Any(s => s.Segment.Spelling.Knows(lowerCaseWord)) && (!HidesSome || StandsInAny(lowerCaseWord)))
        || Thesaurus.BuiltIn.In(TextLanguage.English).Spelling.Knows(lowerCaseWord);

    /// <summary>Words and names that begin with a text, as terms, most frequent first.</summary>
    public IReadOnlyList<string> Complete(string beginning, int limit)
    {
        var found = new HashSet<string>();
        foreach (var live in Segments)
        {
            var segment = live.Segment;
            var (first, end) = segment.Terms.Prefix(beginning);
            var max = new PriorityQueue<int, int>();
            for (var term = first; term < end; term++)
            {
                // What a negation was joined with, and a name with its value, are nothing that anybody types.
                if (Negations.IsJoined(segment.Terms[term]) || segment.Terms[term].Contains((byte)'='))
                    continue;
                if (live.DocumentFrequency(term) is not (> 0 and var frequency))
                    continue;
                if (max.Count < limit)
                    max.Enqueue(term, frequency);
                else
                    max.EnqueueDequeue(term, frequency);
            }
            while (max.TryDequeue(out var term, out _))
                found.Add(segment.Terms.Text(term));
            if (found.Count >= limit)
                continue;
            // A beginning that is longer than the stem: "loadin" of "loading".
            (first, end) = segment.Words.Prefix(beginning);
            for (var word = first; word < Math.Min(end, first + limit); word++)
                found.UnionWith(TermsOf(segment.Words.Text(word)).Where(Contains));
        }
        return [.. found.OrderByDescending(DocumentsWith).ThenBy(t => t, StringComparer.Ordinal).Take(limit)];
    }

    /// <summary>What a word is indexed as in each of the languages, and in English, whose words stand in all of them.</summary>
    public IEnumerable<string> TermsOf(string lowerCaseWord) =>
        Languages is [] || (Languages is [var only] && only == TextLanguage.English)
            ? [TextLanguage.English.TermOf(lowerCaseWord)]
            : Languages.Append(TextLanguage.English).Select(l => l.TermOf(lowerCaseWord)).Distinct();

    /// <summary>Terms of words that are written together from two, one of which is this; most frequent first.</summary>
    public IReadOnlyList<string> CompoundsWith(string partTerm, TextLanguage language, int limit) =>
        [
            .. Segments
                .SelectMany(s => s.Segment.Compounds(language).With(partTerm))
                .Distinct()
                .Where(t => !HidesSome || Contains(t))
                .OrderByDescending(DocumentsWith)
                .ThenBy(t => t, StringComparer.Ordinal)
                .Take(limit),
        ];

    /// <summary>The two words of the documents that a word is written together from; null when it is none.</summary>
    public (string First, string Second)? PartsOf(string lowerCaseWord, TextLanguage language) =>
        Segments
            .Select(s => CompoundWords.Split(lowerCaseWord, s.Segment.Words, language))
            .FirstOrDefault(p => p is var (first, second) && (!HidesSome || (StandsInAny(first) && StandsInAny(second))));

    /// <summary>Whether any of the documents in bitmaps, one per segment, is not deleted.</summary>
    public bool HasAny(Bitmap[] documents) => Segments.Where((s, i) => !documents[i].And(s.Deleted, not: true).IsEmpty).Any();

    public Document DocumentAt(int segment, int document) => Segments[segment].Segment.Documents[document];

    public bool Contains(string term) =>
        Segments.Any(s => s.Segment.Terms.Find(term) is >= 0 and var number && (s.Left is null || s.DocumentFrequency(number) > 0));

    /// <summary>How many documents hold a term.</summary>
    public int DocumentsWith(string term) => Frequency(term, (s, number) => s.DocumentFrequency(number));

    /// <summary>Whether so few documents hold a term that it may be a typing error of theirs.</summary>
    public bool IsRare(string term) => DocumentsWith(term) <= RareFrequency;

    /// <summary>How specific a term is among documents.</summary>
    public float Idf(string term) => Bm25F.Idf(DocumentsWith(term), DocumentUnits);

    /// <summary>How specific a term is among passages.</summary>
    public float PassageIdf(string term) => Bm25F.Idf(Frequency(term, (s, number) => s.PassageFrequency(number)), PassageUnits);

    private int FrequencyOfWord(string lowerCaseWord) => TermsOf(lowerCaseWord).Max(DocumentsWith);

    // A word of the texts is known by what it is indexed as.
    private bool StandsInAny(string lowerCaseWord) => TermsOf(lowerCaseWord).Any(Contains);

    private IReadOnlyList<TextLanguage> LanguagesOf()
    {
        var pages = new Dictionary<string, int>();
        foreach (var (segment, deleted) in Segments)
            for (var d = 0; d < segment.Documents.Length; d++)
                if (!deleted[d])
                    CollectionsMarshal.GetValueRefOrAddDefault(pages, segment.Documents[d].Language, out _)++;
        return
        [
            .. pages
                .OrderByDescending(p => p.Value)
                .ThenBy(p => p.Key, StringComparer.Ordinal)
                .Select(p => TextLanguage.Of(p.Key))
                .Distinct()
                .Take(MaxLanguages),
        ];
    }

    private int Frequency(string term, Func<LiveSegment, int, int> frequencyIn)
    {
        var frequency = 0;
        foreach (var live in Segments)
            if (live.Segment.Terms.Find(term) is >= 0 and var number)
                frequency += frequencyIn(live, number);
        return frequency;
    }
}
