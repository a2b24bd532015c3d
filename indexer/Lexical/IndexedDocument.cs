using Knowledge.Content.Documents;
using Knowledge.Indexer.Linking;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Lexical;

/// <summary>The parts of a document that are weighted apart (BM25F).</summary>
internal enum Field { Title, Symptoms, Searched, Alerts, Services, Headings, Body }

/// <summary>How often a term stands in each field of one passage or document.</summary>
internal sealed class TermCounts
{
    public static readonly int FieldCount = Enum.GetValues<Field>().Length;

    public Dictionary<string, ushort[]> Terms { get; } = [];
    public int[] Lengths { get; } = new int[FieldCount];

    public void Add(Field field, IEnumerable<Token> tokens)
    {
        foreach (var token in tokens)
        {
            if (!Terms.TryGetValue(token.Term, out var counts)) Terms[token.Term] = counts = new ushort[FieldCount];
            if (counts[(int)field] < ushort.MaxValue) counts[(int)field]++;
            Lengths[(int)field]++;
        }
    }
}

/// <summary>A document cut into passages and counted; kept between builds, since only changed documents need to be read again.</summary>
internal sealed class IndexedDocument
{
    /// <summary>Long sections are cut into passages of about this many characters, so that one long page does not drown in itself.</summary>
    private const int PassageCharacters = 900;

    public required Document Document { get; init; }
    public required IReadOnlyList<Passage> Passages { get; init; }
    public required TermCounts Whole { get; init; }

    /// <summary>Words as they stand in it, for mending typing errors.</summary>
    public required IReadOnlySet<string> Surfaces { get; init; }

    /// <param name="Heading">Of the section it is from, or a name for what stands in front matter.</param>
    /// <param name="Anchor">Where on the page it stands; empty for the top.</param>
    internal sealed record Passage(string Heading, string Anchor, string Text, TermCounts Counts);

    /// <summary>The same text under another id.</summary>
    public IndexedDocument For(Document document) =>
        ReferenceEquals(document, Document) ? this : new() { Document = document, Passages = Passages, Whole = Whole, Surfaces = Surfaces };

    public static IndexedDocument Of(Document document)
    {
        var surfaces = new HashSet<string>();
        var titles = Tokens(string.Join('\n', document.OtherTitles.Prepend(document.Title)));
        var frontMatter = document.FrontMatter;
        var inBody = document.Sections.FirstOrDefault(s => s.Kind == SectionKind.Symptoms)?.Anchor ?? "";
        // Each symptom is a passage of its own: who types just that finds just that.
        IEnumerable<(string Heading, string Anchor, (Field Field, string Text)[] Fields)> metadata =
        [
            .. frontMatter.Symptoms.Select(s => ("Symptoms", PageAnchors.Symptoms, new[] { (Field.Symptoms, s) })),
            .. document.Symptoms.Except(frontMatter.Symptoms).Select(s => ("Symptoms", inBody, new[] { (Field.Symptoms, s) })),
            .. frontMatter.Searched.Select(s => ("Searched that day", PageAnchors.Searched, new[] { (Field.Searched, s) })),
            ("", "", [
                (Field.Alerts, string.Join('\n', frontMatter.Alerts.Select(a => a.ToString()).Concat(frontMatter.Aliases))),
                (Field.Services, string.Join('\n', frontMatter.Services.Concat(frontMatter.Failing).Concat(frontMatter.Tags))),
                (Field.Body, string.Join('\n', [.. frontMatter.Ask, .. frontMatter.StaysGreen.Select(s => $"{s.Check}: {s.BlindTo}"), .. frontMatter.DeadEnds.Select(d => $"{d.Suspicion}: {d.Why}")])),
            ]),
        ];
        var whole = new TermCounts();
        whole.Add(Field.Title, titles);
        var passages = new List<Passage>();
        foreach (var (heading, anchor, fields) in metadata)
        {
            var text = string.Join('\n', fields.Select(f => f.Text).Where(t => t.Length > 0));
            if (text.Length == 0) continue;
            var counts = new TermCounts();
            counts.Add(Field.Title, titles);
            foreach (var (field, words) in fields)
            {
                var tokens = Tokens(words);
                counts.Add(field, tokens);
                whole.Add(field, tokens);
            }
            passages.Add(new(heading, anchor, text, counts));
        }
        foreach (var section in document.Sections)
        {
            // The first heading is the page's title, which has a field of its own.
            var headings = Tokens(string.Join('\n', section.HeadingPath.Skip(1)));
            whole.Add(Field.Headings, section.HeadingPath.Count > 1 ? Tokens(section.Heading) : []);
            foreach (var text in Cut(section.Text))
            {
                var field = section.Kind == SectionKind.Symptoms ? Field.Symptoms : Field.Body;
                var tokens = Tokens(text);
                var counts = new TermCounts();
                counts.Add(Field.Title, titles);
                counts.Add(Field.Headings, headings);
                counts.Add(field, tokens);
                whole.Add(Field.Body, tokens);
                passages.Add(new(section.Heading, section.Anchor, text, counts));
            }
        }
        return new() { Document = document, Passages = passages, Whole = whole, Surfaces = surfaces };

        List<Token> Tokens(string text)
        {
            var tokens = Negations.Added(Tokenizer.Tokenize(text));
            foreach (var token in tokens)
                if (token.Kind == TokenKind.Word && token.Surface.Length > 3) surfaces.Add(token.Surface);
            return tokens;
        }
    }

    /// <summary>At line ends where there are any near, else at spaces.</summary>
    internal static IEnumerable<string> Cut(string text)
    {
        var start = 0;
        while (text.Length - start > PassageCharacters * 3 / 2)
        {
            var window = text.AsSpan(start, PassageCharacters);
            var cut = window.LastIndexOf('\n');
            if (cut < PassageCharacters / 2) cut = window.LastIndexOf(". ");
            if (cut < PassageCharacters / 2) cut = window.LastIndexOf(' ');
            if (cut < PassageCharacters / 2) cut = PassageCharacters - 1;
            yield return text.Substring(start, cut + 1);
            start += cut + 1;
        }
        yield return text[start..];
    }
}
