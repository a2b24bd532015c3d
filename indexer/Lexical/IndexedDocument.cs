using Knowledge.Content.Documents;
using Knowledge.Indexer.Linking;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Lexical;

/// <summary>A document cut into passages and counted; kept between builds, since only changed documents need to be read again.</summary>
internal sealed class IndexedDocument
{
    /// <summary>Long sections are cut into passages of about this many characters, so that one long page does not drown in itself.</summary>
    private const int PassageCharacters = 900;

    public required Document Document { get; init; }
    public required IReadOnlyList<Passage> Passages { get; init; }
    public required TermCounts Whole { get; init; }

    /// <summary>Terms by the numbers that its counts use.</summary>
    public required string[] Vocabulary { get; init; }

    /// <summary>Words as they stand in it, for mending typing errors.</summary>
    public required IReadOnlySet<string> Surfaces { get; init; }

    /// <param name="Heading">Of the section it is from, or a name for what stands in front matter.</param>
    /// <param name="Anchor">Where on the page it stands; empty for the top.</param>
    internal sealed record Passage(string Heading, string Anchor, string Text, TermCounts Counts);

    /// <summary>The same text under another id.</summary>
    public IndexedDocument For(Document document) =>
        document == Document ? this : new() { Document = document, Passages = Passages, Whole = Whole, Vocabulary = Vocabulary, Surfaces = Surfaces };

    public static IndexedDocument Of(Document document)
    {
        var terms = new TermCounter();
        var surfaces = new HashSet<string>();
        var passages = new List<Passage>();
        var whole = new List<(Field Field, int[] Terms)>();

        var titles = Terms(string.Join('\n', document.OtherTitles.Prepend(document.Title)));
        whole.Add((Field.Title, titles));
        foreach (var (heading, anchor, fields) in Metadata(document))
        {
            var text = string.Join('\n', fields.Select(f => f.Text).Where(t => t.Length > 0));
            if (text.Length == 0) continue;
            var counted = fields.Select(f => (f.Field, Terms(f.Text))).ToList();
            whole.AddRange(counted);
            Add(heading, anchor, text, [(Field.Title, titles), .. counted]);
        }
        foreach (var section in document.Sections)
        {
            // The first heading is the page's title, which has a field of its own.
            var headings = Terms(string.Join('\n', section.HeadingPath.Skip(1)));
            if (section.HeadingPath.Count > 1) whole.Add((Field.Headings, Terms(section.Heading)));
            foreach (var text in Cut(section.Text))
            {
                var body = Terms(text);
                whole.Add((Field.Body, body));
                Add(section.Heading, section.Anchor, text, [(Field.Title, titles), (Field.Headings, headings), (section.Kind == SectionKind.Symptoms ? Field.Symptoms : Field.Body, body)]);
            }
        }
        foreach (var (field, numbers) in whole) terms.Add(field, numbers);
        return new() { Document = document, Passages = passages, Whole = terms.Take(), Vocabulary = terms.Vocabulary, Surfaces = surfaces };

        void Add(string heading, string anchor, string text, ReadOnlySpan<(Field Field, int[] Terms)> fields)
        {
            foreach (var (field, numbers) in fields) terms.Add(field, numbers);
            passages.Add(new(heading, anchor, text, terms.Take()));
        }

        int[] Terms(string text)
        {
            var tokens = Negations.Added(Tokenizer.Tokenize(text));
            var numbers = new int[tokens.Count];
            for (var i = 0; i < numbers.Length; i++)
            {
                numbers[i] = terms.NumberOf(tokens[i].Term);
                if (tokens[i].Kind == TokenKind.Word && tokens[i].Surface.Length > 3) surfaces.Add(tokens[i].Surface);
            }
            return numbers;
        }
    }

    // Each symptom is a passage of its own: who types just that finds just that.
    private static IEnumerable<(string Heading, string Anchor, (Field Field, string Text)[] Fields)> Metadata(Document document)
    {
        var frontMatter = document.FrontMatter;
        var inBody = document.Sections.FirstOrDefault(s => s.Kind == SectionKind.Symptoms)?.Anchor ?? "";
        return
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
