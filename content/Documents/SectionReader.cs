using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace Knowledge.Content.Documents;

/// <summary>A section with the blocks it was read from.</summary>
internal sealed record ParsedSection(Section Section, IReadOnlyList<Block> Blocks);

/// <summary>Cuts a page at its headings.</summary>
internal static class SectionReader
{
    /// <param name="firstLine">1-based line of the file at which the parsed text begins.</param>
    public static IReadOnlyList<ParsedSection> Read(MarkdownDocument page, int firstLine, HeadingLexicon lexicon)
    {
        var sections = new List<ParsedSection>();
        var path = new List<(int Level, string Heading, SectionKind Kind)>();
        var blocks = new List<Block>();
        var anchor = "";
        var line = firstLine;
        // "Steps" with nothing below it, and the steps as numbered headings of its own level.
        (int Level, SectionKind Kind)? steps = null;
        foreach (var block in page)
        {
            if (block is not HeadingBlock heading)
            {
                blocks.Add(block);
                continue;
            }
            var text = PageText.Of(heading.Inline);
            var isNumbered = lexicon.IsNumberedStep(text);
            if (
                isNumbered
                && blocks.Count == 0
                && path.Count > 0
                && path[^1] is var before
                && before.Level == heading.Level
                && StepReader.HasSteps(before.Kind)
                && !lexicon.IsNumberedStep(before.Heading)
            )
                steps = (heading.Level, before.Kind);
            else if (steps is { } begun && (heading.Level < begun.Level || heading.Level == begun.Level && !isNumbered))
                steps = null;
            Close();
            path.RemoveAll(h => h.Level >= heading.Level);
            // A page title names the page, not a kind of section: "Fix for the login problem" is not a remediation section.
            var isTitle =
                heading.Level == 1 && path.Count == 0 && sections.All(s => s.Section.HeadingPath.Count == 0) && !lexicon.IsPlain(text);
            var around =
                steps is { } run && run.Level == heading.Level ? run.Kind
                : path.Count > 0 ? path[^1].Kind
                : SectionKind.Other;
            var kind = (isTitle ? null : lexicon.KindOf(text)) ?? around;
            // Below "Eradicate", "Look for attacker actions" is a part of it and no list of what is to be done later.
            if (kind == SectionKind.Actions && around is (SectionKind.Diagnosis or SectionKind.Remediation) && !lexicon.IsPlain(text))
                kind = around;
            path.Add((heading.Level, text, kind));
            anchor = heading.TryGetAttributes()?.Id ?? "";
            line = firstLine + heading.Line;
        }
        Close();
        return sections;

        void Close()
        {
            // Text before the first heading is a section of its own; nothing before it is none.
            if (path.Count == 0 && blocks.Count == 0)
                return;
            var kind = path.Count > 0 ? path[^1].Kind : SectionKind.Other;
            var read = StepReader.HasSteps(kind) ? StepReader.Read(blocks, path.Count > 0 ? path[^1].Heading : "", lexicon) : [];
            var section = new Section([.. path.Select(h => h.Heading)], kind, anchor, line, PageText.Of(blocks), read);
            sections.Add(new(section, [.. blocks]));
            blocks.Clear();
        }
    }
}
