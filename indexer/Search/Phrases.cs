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
    /// <summary>Further than words may be moved nothing of the next passage counts.</summary>
    private const int WholePassage = int.MaxValue;

    /// <summary>A phrase as pages of some languages have it.</summary>
    private sealed record Reading(string[] Words, ushort[] Prints, IReadOnlyList<TextLanguage> Languages)
    {
        public IReadOnlyList<string> Terms { get; } = [.. Words.Distinct()];
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
        var candidates = Units.With(segment, segment.PassagePostings, segment.PassageCount, reading.Terms, orNext: true);
        if (candidates.IsEmpty)
            return;
        var unsure = Unsure(segment, segment.PassagePostings, segment.PassageCount, reading).WithThoseBefore();
        var toRead = new List<int>();
        var anchor = AnchorOf(segment, reading);
        var further = slop == 0 ? reading.Prints.Length - 1 : WholePassage;
        for (var passage = candidates.Next(0); passage >= 0; passage = candidates.Next(passage + 1))
        {
            var document = segment.DocumentOfPassage[passage];
            // Of a document that says it nothing more need be known.
            if (into[document])
                passage = segment.FirstPassage[document + 1] - 1;
            else if (Holds(segment.PassagePrints(passage, further), reading, anchor, slop) && IsIn(segment.Documents[document], reading))
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
        var anchor = AnchorOf(segment, reading);
        for (var document = candidates.Next(0); document >= 0; document = candidates.Next(document + 1))
            if (
                !into[document]
                && Holds(segment.TitlePrints(document), reading, anchor, slop)
                && IsIn(segment.Documents[document], reading)
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
            var prints = segment.PrintOfTerm;
            var (print, own) = (WordPrints.Of(term), segment.Terms.Find(term));
            for (var other = prints.IndexOf(print); other >= 0; other = Next(prints, print, other))
                if (other != own)
                    Units.Set(postings, other, unsure);
        }
        return unsure;

        static int Next(ReadOnlySpan<ushort> prints, ushort print, int after) =>
            prints[(after + 1)..].IndexOf(print) is >= 0 and var further ? after + 1 + further : -1;
    }

    private static bool Holds(ReadOnlySpan<ushort> prints, Reading reading, int anchor, int slop)
    {
        ReadOnlySpan<ushort> wanted = reading.Prints;
        if (slop == 0)
            return prints.IndexOf(wanted) >= 0;
        // Around each place of the rarest word, no further than the others may be moved, and within its text.
        var reach = slop + wanted.Length;
        for (var at = 0; at < prints.Length; at++)
        {
            var next = prints[at..].IndexOf(wanted[anchor]);
            if (next < 0)
                return false;
            at += next;
            var (from, end) = (Math.Max(0, at - reach), Math.Min(prints.Length, at + reach + 1));
            from += prints[from..at].LastIndexOf(WordPrints.Separator) + 1;
            if (prints[at..end].IndexOf(WordPrints.Separator) is >= 0 and var separator)
                end = at + separator;
            if (Proximity.IsNear(prints[from..end], wanted, slop))
                return true;
        }
        return false;
    }

    // The word of the phrase that stands in the fewest passages.
    private static int AnchorOf(Segment segment, Reading reading)
    {
        var (anchor, fewest) = (0, int.MaxValue);
        for (var w = 0; w < reading.Words.Length; w++)
            if (segment.Terms.Find(reading.Words[w]) is >= 0 and var number && segment.PassagePostings.Frequency(number) < fewest)
                (anchor, fewest) = (w, segment.PassagePostings.Frequency(number));
        return anchor;
    }

    private bool IsIn(Content.Documents.Document page, Reading reading) =>
        index.Languages.Count < 2 || reading.Languages.Contains(TextLanguage.Of(page.Language));

    private static bool Reads(Segment segment, int document, int passage, Reading reading, int slop)
    {
        var page = segment.Documents[document];
        var number = passage - segment.FirstPassage[document];
        var read = Passages.At(page, number);
        if (read.Fields.Length > 1)
            return read.Fields.Any(f => Says(f.Text, page, reading, slop)) || Says(read.HeadingPath, page, reading, slop);
        var next = Passages.At(page, number + 1);
        return Says(next.Continues ? read.Text + next.Text : read.Text, page, reading, slop) || Says(read.HeadingPath, page, reading, slop);
    }

    private static bool Says(string text, Content.Documents.Document page, Reading reading, int slop) =>
        Proximity.IsNear<string>([.. WordsOf(text, TextLanguage.Of(page.Language))], reading.Words, slop);
}
