using Knowledge.Indexer.Index;
using Knowledge.Indexer.Syntax;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>
/// Which documents say words side by side, or near each other: all of them. Terms are intersected by passage; the order of what is
/// left is looked up in the prints of its words, and a text is read only where two of its words share a print.
/// </summary>
internal sealed class Phrases(LexicalIndex index)
{
    /// <summary>A phrase as pages of some languages have it.</summary>
    private sealed record Reading(string[] Words, ushort[] Prints, IReadOnlyList<TextLanguage> Languages)
    {
        public IReadOnlyList<string> Terms { get; } = [.. Words.Distinct()];

        public bool IsPair { get; } = Prints is [var first, var second] && first != second;

        /// <summary>How far from its first word another one may stand at most, where they are near enough.</summary>
        public int Reach(int slop) => slop + Words.Length - 1;
    }

    /// <summary>One term a word as a language has them: "disks full" is the phrase "disk full".</summary>
    public static IReadOnlyList<string> WordsOf(string text, TextLanguage language) =>
        [.. Tokenizer.Words(Tokenizer.Tokenize(text, language)).Select(t => t.Term)];

    /// <param name="slop">Places by which the words may be moved together; 0 for side by side.</param>
    /// <param name="inTitle">Whether only titles count.</param>
    /// <returns>One bitmap per segment; empty ones for a text without words.</returns>
    public Bitmap[] Saying(string quoted, int slop = 0, bool inTitle = false)
    {
        var saying = index.Segments.Select(s => Bitmap.OfSize(s.Segment.Documents.Length)).ToArray();
        foreach (var reading in Readings(quoted))
            for (var s = 0; s < saying.Length; s++)
            {
                var segment = index.Segments[s].Segment;
                if (!inTitle)
                    InTexts(segment, reading, slop, saying[s]);
                InTitles(segment, reading, slop, saying[s]);
            }
        return saying;
    }

    private IEnumerable<Reading> Readings(string quoted) =>
        index
            .Languages.DefaultIfEmpty(TextLanguage.English)
            .Select(l => (Language: l, Words: WordsOf(quoted, l).ToArray()))
            .Where(r => r.Words.Length > 0)
            .GroupBy(r => string.Join(' ', r.Words), StringComparer.Ordinal)
            .Select(g => new Reading(g.First().Words, [.. g.First().Words.Select(WordPrints.Of)], [.. g.Select(r => r.Language)]));

    private void InTexts(Segment segment, Reading reading, int slop, Bitmap into)
    {
        // What begins in a passage: words that all stand in the next one are found by that.
        var further = reading.Reach(slop);
        var passedOver = segment.ShortPassages(further - 1);
        var candidates = Units.With(segment, segment.PassagePostings, segment.PassageCount, reading.Terms, passedOver);
        if (candidates.IsEmpty)
            return;
        var unsure = Unsure(segment, segment.PassagePostings, segment.PassageCount, reading).WithThoseBefore(passedOver);
        var toRead = new List<int>();
        var rarestFirst = RarestFirst(segment, reading);
        var (documentOf, firstOf) = (segment.DocumentOfPassage, segment.FirstPassage);
        for (var passage = candidates.Next(0); passage >= 0; passage = candidates.Next(passage + 1))
        {
            var document = documentOf[passage];
            // Of a document that says it nothing more need be known.
            if (into[document])
                passage = firstOf[document + 1] - 1;
            else if (
                Holds(segment.PassagePrints(passage, document, further), reading, rarestFirst, slop) && IsIn(segment, document, reading)
            )
                if (unsure[passage])
                    toRead.Add(passage);
                else
                    into.Set(document);
        }
        foreach (var passage in toRead)
            if (segment.DocumentOfPassage[passage] is var document && !into[document] && Reads(segment, document, passage, reading, slop))
                into.Set(document);
    }

    private void InTitles(Segment segment, Reading reading, int slop, Bitmap into)
    {
        var candidates = Units.With(segment, segment.DocumentPostings, segment.Documents.Length, reading.Terms);
        var rarestFirst = RarestFirst(segment, reading);
        for (var document = candidates.Next(0); document >= 0; document = candidates.Next(document + 1))
            if (
                !into[document]
                && Holds(segment.TitlePrints(document), reading, rarestFirst, slop)
                && IsIn(segment, document, reading)
                && Says(Passages.Titles(segment.Documents[document]), segment.Documents[document], reading, slop)
            )
                into.Set(document);
    }

    // Units that hold another word with the print of one that is looked for.
    private static Bitmap Unsure(Segment segment, Postings postings, int units, Reading reading)
    {
        var unsure = Bitmap.OfSize(units);
        foreach (var term in reading.Terms)
        {
            var own = segment.Terms.Find(term);
            foreach (var other in segment.TermsWithPrint(WordPrints.Of(term)))
                if (other != own)
                    Units.Set(postings, other, unsure);
        }
        return unsure;
    }

    /// <param name="rarestFirst">The words of the phrase, by their places in it.</param>
    private static bool Holds(ReadOnlySpan<ushort> prints, Reading reading, ReadOnlySpan<int> rarestFirst, int slop)
    {
        ReadOnlySpan<ushort> wanted = reading.Prints;
        if (slop == 0)
            return prints.IndexOf(wanted) >= 0;
        if (reading.IsPair && slop <= NearPair.MaxSlop)
            return NearPair.IsIn(prints, wanted[0], wanted[1], slop);
        // Around each place of the rarest word, no further than the others may be moved, and within its text.
        var (rarest, reach) = (rarestFirst[0], reading.Reach(slop));
        var others = rarestFirst[1..];
        for (var at = 0; at < prints.Length; at++)
        {
            var next = prints[at..].IndexOf(wanted[rarest]);
            if (next < 0)
                return false;
            at += next;
            var (from, end) = (Math.Max(0, at - reach), Math.Min(prints.Length, at + reach + 1));
            if (!HoldsEach(prints[..end], from, at - rarest, wanted, others, slop))
                continue;
            from += prints[from..at].LastIndexOf(WordPrints.Separator) + 1;
            if (prints[at..end].IndexOf(WordPrints.Separator) is >= 0 and var separator)
                end = at + separator;
            if (Proximity.IsNear(prints[from..end], wanted, slop))
                return true;
        }
        return false;
    }

    // Whether each of the other words stands near enough to the one that is known; whether they do to each other is not looked at.
    private static bool HoldsEach(
        ReadOnlySpan<ushort> prints,
        int from,
        int start,
        ReadOnlySpan<ushort> wanted,
        ReadOnlySpan<int> others,
        int slop
    )
    {
        foreach (var word in others)
        {
            var (first, end) = (Math.Max(from, start + word - slop), Math.Min(prints.Length, start + word + slop + 1));
            if (first >= end || !prints[first..end].Contains(wanted[word]))
                return false;
        }
        return true;
    }

    private static int[] RarestFirst(Segment segment, Reading reading) =>
        [.. Enumerable.Range(0, reading.Words.Length).OrderBy(w => FrequencyOf(segment, reading.Words[w]))];

    private static int FrequencyOf(Segment segment, string term) =>
        segment.Terms.Find(term) is >= 0 and var number ? segment.PassagePostings.Frequency(number) : 0;

    private bool IsIn(Segment segment, int document, Reading reading) =>
        index.Languages.Count < 2 || reading.Languages.Contains(TextLanguage.Of(segment.Documents[document].Language));

    private static bool Reads(Segment segment, int document, int passage, Reading reading, int slop)
    {
        var page = segment.Documents[document];
        var number = passage - segment.FirstPassage[document];
        var read = Passages.At(page, number);
        if (read.Fields.Length > 1)
            return read.Fields.Any(f => Says(f.Text, page, reading, slop)) || Says(read.HeadingPath, page, reading, slop);
        var (further, words) = ("", 0);
        while (words < reading.Reach(slop) && Passages.At(page, ++number) is { Continues: true } next)
        {
            further += next.Text;
            words = WordsOf(further, TextLanguage.Of(page.Language)).Count;
        }
        return Says(read.Text + further, page, reading, slop) || Says(read.HeadingPath, page, reading, slop);
    }

    private static bool Says(string text, Content.Documents.Document page, Reading reading, int slop) =>
        Proximity.IsNear<string>([.. WordsOf(text, TextLanguage.Of(page.Language))], reading.Words, slop);
}
