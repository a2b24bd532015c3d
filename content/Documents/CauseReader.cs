using Knowledge.Content.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Knowledge.Content.Documents;

/// <summary>Reads the causes that a page names: the list items of its Causes sections, their headings, or their first sentence.</summary>
internal static class CauseReader
{
    private const int MaxCauses = 20;

    /// <param name="isTemplate">Whether the page is to be filled in: what it says in italics tells its authors what to write.</param>
    public static IReadOnlyList<Cause> Read(IReadOnlyList<ParsedSection> sections, HeadingLexicon lexicon, bool isTemplate = false)
    {
        var causes = sections.Where(s => s.Section.Kind == SectionKind.Causes).ToList();
        // Where a page tells the root cause, its contributing factors are not further causes.
        var direct = causes.Where(s => !IsUnder(s.Section, lexicon.IsContributing)).ToList();
        return
        [
            .. (direct.Count > 0 ? direct : causes)
                .SelectMany(s =>
                    OfSection(s, lexicon, isTemplate).Select(c => c with { IsContributing = IsContributing(s.Section, lexicon) })
                )
                // “TODO” and “unknown” are what an author left to be written.
                .Where(c => c.Text.Length > 3 && !RunbookAnnotation.IsPlaceholder(c.Text))
                .Take(MaxCauses),
        ];
    }

    // What triggered a failure is a cause of it, if not its root.
    private static bool IsContributing(Section section, HeadingLexicon lexicon) =>
        IsUnder(section, lexicon.IsContributing) && !IsUnder(section, lexicon.IsTrigger);

    // The title of the page says nothing of one section.
    private static bool IsUnder(Section section, Func<string, bool> isNamed) =>
        section.HeadingPath.Skip(section.HeadingPath.Count > 1 ? 1 : 0).Any(isNamed);

    private static IEnumerable<Cause> OfSection(ParsedSection parsed, HeadingLexicon lexicon, bool isTemplate)
    {
        var (section, all) = parsed;
        var blocks = isTemplate ? [.. all.Where(b => !IsInItalics(b))] : all;
        var lists = blocks.OfType<ListBlock>().Select(l => l.OfType<ListItemBlock>().ToList()).ToList();
        // Behind the causes stands what to ask, to find which of them it is.
        if (lists.Exists(l => !IsOfQuestions(l)))
            lists.RemoveAll(IsOfQuestions);
        var items = lists.SelectMany(l => l).ToList();
        if (items.Count > 0)
            return items.Select(item => OfItem(item, section.Anchor));
        // "### Disk full" under "## Causes": the heading is the cause.
        if (lexicon.KindOf(section.Heading) is null && section.Text.Length > 0)
            return [new(section.Heading, section.Anchor, null, Targets(blocks))];
        var paragraph = blocks.OfType<ParagraphBlock>().FirstOrDefault();
        return paragraph is null ? [] : [new(LeadText(paragraph), section.Anchor, null, Targets(blocks))];
    }

    private static bool IsOfQuestions(List<ListItemBlock> items) =>
        items.TrueForAll(i =>
            i.OfType<ParagraphBlock>().FirstOrDefault() is { } lead
            && PageText.Of(lead).TrimEnd(' ', '.', ')', '*', '_') is [.., '?' or '？']
        );

    private static bool IsInItalics(Block block) =>
        block is ParagraphBlock { Inline: { FirstChild: EmphasisInline { DelimiterCount: 1 } only } inline } && only == inline.LastChild
        || block is ListBlock list && list.OfType<ListItemBlock>().All(i => i.FirstOrDefault() is { } first && IsInItalics(first));

    private static Cause OfItem(ListItemBlock item, string anchor)
    {
        var lead = item.OfType<ParagraphBlock>().FirstOrDefault();
        return new(lead is null ? "" : LeadText(lead), anchor, CheckOf(item), Targets(item));
    }

    // A cause that begins in bold says with that how far its one sentence goes.
    private static string LeadText(ParagraphBlock paragraph) =>
        paragraph.Inline?.FirstChild is EmphasisInline { DelimiterCount: 2 } strong
            ? PageText.Of(strong)
            : Sentences.First(PageText.Of(paragraph));

    private static Step? CheckOf(ListItemBlock item)
    {
        string? check = null,
            command = null,
            expect = null;
        foreach (var block in item.Descendants<LeafBlock>())
        {
            if (block is CodeBlock code && check is not null)
                command ??= StepReader.Command(code);
            if (block is not ParagraphBlock paragraph)
                continue;
            foreach (var line in StepReader.Lines(paragraph))
            {
                if (StepReader.AfterLabel(line, "Check") is { } text)
                {
                    check ??= text;
                    command ??= StepReader.InlineCommand(paragraph);
                }
                else if (StepReader.AfterLabel(line, "Expect", "Expected") is { } seen)
                    expect ??= seen;
            }
        }
        return check is null ? null : new(check == command ? "Run this check:" : check, command, expect);
    }

    private static IReadOnlyList<string> Targets(IEnumerable<Block> blocks) =>
        [
            .. blocks
                .SelectMany(Leaves)
                .SelectMany(l => l.Inline?.Descendants<LinkInline>() ?? [])
                .Where(l => !l.IsImage && !string.IsNullOrEmpty(l.Url))
                .Select(l => l.Url!),
        ];

    private static IEnumerable<LeafBlock> Leaves(Block block) =>
        block is LeafBlock leaf ? [leaf] : ((ContainerBlock)block).Descendants<LeafBlock>();
}
