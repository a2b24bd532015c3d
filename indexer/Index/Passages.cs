using Knowledge.Content.Documents;
using Knowledge.Indexer.Linking;

namespace Knowledge.Indexer.Index;

/// <summary>A piece of a document that is found and shown by itself.</summary>
/// <param name="Heading">Of the section it is from, or a name for what stands in front matter.</param>
/// <param name="HeadingPath">The headings above it below the page's title, one a line; searched, not shown.</param>
/// <param name="Anchor">Where on the page it stands; empty for the top.</param>
/// <param name="Fields">What it says, by field; its page's title is not repeated.</param>
/// <param name="Continues">Whether it goes on where the one before it was cut.</param>
internal readonly record struct Passage(
    string Heading,
    string HeadingPath,
    string Anchor,
    (Field Field, string Text)[] Fields,
    bool Continues = false
)
{
    public string Text => Fields.Length == 1 ? Fields[0].Text : string.Join('\n', Fields.Select(f => f.Text).Where(t => t.Length > 0));
}

/// <summary>Cuts documents into passages. The same document always gives the same ones, so an index keeps only their numbers.</summary>
internal static class Passages
{
    /// <summary>
    /// Long sections are cut into passages of about this many characters, so that one long page does not drown in itself.
    /// </summary>
    private const int Characters = 900;

    /// <summary>The title and the page's other names, one a line.</summary>
    public static string Titles(Document document) =>
        document.OtherTitles.Count == 0 ? document.Title : string.Join('\n', document.OtherTitles.Prepend(document.Title));

    /// <summary>In the order in which they are numbered.</summary>
    public static IEnumerable<Passage> Of(Document document)
    {
        var isEmpty = document.Sections.Count == 0;
        foreach (var passage in Metadata(document))
        {
            isEmpty = false;
            yield return passage;
        }
        // A page that is only a title is found by it as others are by a passage.
        if (isEmpty)
            yield return Empty;
        foreach (var section in document.Sections)
        {
            var headings = HeadingsOf(section);
            foreach (var (start, length) in Cuts(section.Text))
                yield return Of(section, headings, start, length);
        }
    }

    /// <summary>All that is searched, each text in one piece.</summary>
    public static IEnumerable<string> Texts(Document document) =>
        [
            Titles(document),
            .. Metadata(document).SelectMany(p => p.Fields.Select(f => f.Text)),
            .. document.Sections.SelectMany(s => s.HeadingPath.Skip(1).Append(s.Text)),
        ];

    /// <summary>One of them; an empty one when the texts of the document have been lost.</summary>
    public static Passage At(Document document, int number)
    {
        foreach (var passage in Metadata(document))
            if (number-- == 0)
                return passage;
        foreach (var section in document.Sections)
        {
            // Most sections are one passage: then nothing need be cut to know how many it has.
            if (!IsCut(section.Text) && number > 0)
            {
                number--;
                continue;
            }
            foreach (var (start, length) in Cuts(section.Text))
                if (number-- == 0)
                    return Of(section, HeadingsOf(section), start, length);
        }
        return Empty;
    }

    private static readonly Passage Empty = new("", "", "", [(Field.Body, "")]);

    private static Passage Of(Section section, string headings, int start, int length) =>
        new(
            section.Heading,
            headings,
            section.Anchor,
            [
                (
                    section.Kind == SectionKind.Symptoms ? Field.Symptoms : Field.Body,
                    length == section.Text.Length ? section.Text : section.Text.Substring(start, length)
                ),
            ],
            Continues: start > 0
        );

    // The first heading is the page's title, which is a field of its own.
    private static string HeadingsOf(Section section) =>
        section.HeadingPath.Count < 2 ? ""
        : section.HeadingPath.Count == 2 ? section.HeadingPath[1]
        : string.Join('\n', section.HeadingPath.Skip(1));

    // Each symptom is a passage of its own: who types just that finds just that.
    private static IEnumerable<Passage> Metadata(Document document)
    {
        var frontMatter = document.FrontMatter;
        // Most pages of other people say nothing of this: then nothing need be put together.
        if (
            document.Symptoms.Count == 0
            && frontMatter
                is {
                    Symptoms.Count: 0,
                    Searched.Count: 0,
                    Alerts.Count: 0,
                    Aliases.Count: 0,
                    Services.Count: 0,
                    Failing.Count: 0,
                    Tags.Count: 0,
                    Ask.Count: 0,
                    StaysGreen.Count: 0,
                    DeadEnds.Count: 0,
                }
        )
            yield break;
        foreach (var symptom in frontMatter.Symptoms)
            yield return new("Symptoms", "", PageAnchors.Symptoms, [(Field.Symptoms, symptom)]);
        if (document.Symptoms.Count > frontMatter.Symptoms.Count)
        {
            var inBody = document.Sections.FirstOrDefault(s => s.Kind == SectionKind.Symptoms)?.Anchor ?? "";
            foreach (var symptom in document.Symptoms.Except(frontMatter.Symptoms))
                yield return new("Symptoms", "", inBody, [(Field.Symptoms, symptom)]);
        }
        foreach (var words in frontMatter.Searched)
            yield return new("Searched that day", "", PageAnchors.Searched, [(Field.Searched, words)]);
        (Field, string)[] rest =
        [
            (Field.Alerts, string.Join('\n', frontMatter.Alerts.Select(a => a.ToString()).Concat(frontMatter.Aliases))),
            (Field.Services, string.Join('\n', frontMatter.Services.Concat(frontMatter.Failing).Concat(frontMatter.Tags))),
            (
                Field.Body,
                string.Join(
                    '\n',
                    [
                        .. frontMatter.Ask,
                        .. frontMatter.StaysGreen.Select(s => $"{s.Check}: {s.BlindTo}"),
                        .. frontMatter.DeadEnds.Select(d => $"{d.Suspicion}: {d.Why}"),
                    ]
                )
            ),
        ];
        if (rest.Any(f => f.Item2.Length > 0))
            yield return new("", "", "", rest);
    }

    /// <summary>At line ends where there are any near, else at sentences, else at spaces.</summary>
    internal static IEnumerable<(int Start, int Length)> Cuts(string text)
    {
        var start = 0;
        while (IsCut(text, start))
        {
            var length = CutIn(text.AsSpan(start, Characters)) + 1;
            yield return (start, length);
            start += length;
        }
        yield return (start, text.Length - start);
    }

    private static bool IsCut(string text, int start = 0) => text.Length - start > Characters * 3 / 2;

    private static int CutIn(ReadOnlySpan<char> window)
    {
        var cut = window.LastIndexOf('\n');
        if (cut < Characters / 2)
            cut = window.LastIndexOf(". ");
        if (cut < Characters / 2)
            cut = window.LastIndexOf(' ');
        return cut < Characters / 2 ? Characters - 1 : cut;
    }
}
