using Knowledge.Content.Alerts.Rules;
using Knowledge.Content.Dialects;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Content.Formats;
using Knowledge.Content.Languages;
using Knowledge.Content.Postmortems;
using Knowledge.Content.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Knowledge.Content;

/// <summary>Reads one file into documents. Never throws for any text: what is wrong becomes a finding, the rest is served.</summary>
public static class DocumentReader
{
    /// <summary>Characters of one file; longer ones are refused before this is called (KB003).</summary>
    public const int MaxCharacters = 256 * 1024;

    /// <summary>Groups whose members may see a page of this text; null for everybody.</summary>
    public static IReadOnlyList<string>? VisibleTo(string path, string text) => FrontMatterReader.Read(path, text).FrontMatter.VisibleTo;

    public static FileParseResult Read(SourceText file) =>
        FileRoles.Of(file.Path, file.Settings) switch
        {
            FileRole.Page => PageMarkdown.Of(file) is var (markdown, reason) && markdown is not null
                ? ReadMarkdown(file with { Text = markdown })
                : FileParseResult.None(reason!),
            FileRole.PerhapsMarkdown => LooksLikeMarkdown(file.Text) ? ReadMarkdown(file) : FileParseResult.None("not Markdown"),
            FileRole.PerhapsRules => AlertRuleReader.Read(file),
            FileRole.Catalog => FileParseResult.None("catalog"),
            FileRole.CodeOwners or FileRole.Owners => FileParseResult.None("owners"),
            _ => FileParseResult.None("not a document"),
        };

    private static bool LooksLikeMarkdown(string text) =>
        text.StartsWith("---\n", StringComparison.Ordinal)
        || text.StartsWith("+++\n", StringComparison.Ordinal)
        || text.StartsWith("# ", StringComparison.Ordinal)
        || text.StartsWith("## ", StringComparison.Ordinal)
        || text.Contains("\n# ", StringComparison.Ordinal)
        || text.Contains("\n## ", StringComparison.Ordinal);

    private static FileParseResult ReadMarkdown(SourceText file)
    {
        var reading = FrontMatterReader.Read(file.Path, file.Text);
        var findings = new List<Finding>(reading.Findings);
        var frontMatter = reading.FrontMatter;
        if (reading.NotServed is { } withheld)
            return FileParseResult.None(withheld, findings) with { VisibleTo = frontMatter.VisibleTo };
        var isMdx = file.Path.EndsWith(".mdx", StringComparison.OrdinalIgnoreCase);
        var plain = DialectMarkup.Plain(reading.Body, isMdx, StepReader.AlternativeMark);
        var (body, parsed) = SiteGeneratorMarkup.Read(plain, frontMatter.Title);
        IReadOnlyList<ParsedSection> sections;
        if (parsed.Document is { } page)
            sections = SectionReader.Read(page, reading.BodyLine, file.Lexicon);
        else
        {
            findings.Add(
                new(
                    FindingCodes.NotRenderable,
                    Severity.Error,
                    file.Path,
                    reading.BodyLine,
                    $"The page is served as plain text: {parsed.Problem}"
                )
            );
            sections = [new(new([], SectionKind.Other, "", reading.BodyLine, body.Trim(), []), [])];
        }
        var limits = new PageLimits(file.Path, findings);
        sections = limits.First(sections, PageLimits.Sections, "sections");
        if (KindDetection.NotADocument(file.Path, frontMatter.Title is { Length: > 0 }, sections) is { } reason && frontMatter.Kind is null)
            return FileParseResult.None(reason, findings) with { VisibleTo = frontMatter.VisibleTo };

        if (frontMatter.Owner is null && BodyOwner.Of(sections) is { } owner)
            frontMatter = frontMatter with { Owner = owner };
        var kind = KindDetection.KindOf(frontMatter, file.SourceTitle, file.Path, sections);
        var hasTopHeading = parsed.Document?.OfType<HeadingBlock>().Any(h => h.Level == 1) != false;
        var names = Names(frontMatter, file, sections, hasTopHeading);
        return new(
            [
                new Document
                {
                    Id = frontMatter.Id is { } id ? DocumentId.FromText(id) : DocumentId.FromPath(file.IdPrefix, file.Path),
                    Kind = kind,
                    Source = file.Source,
                    Path = file.Path,
                    Title = names[0],
                    OtherTitles = [.. names.Skip(1)],
                    Language = frontMatter.Language ?? LanguageDetection.OfPage(Prose(names[0], sections)),
                    Markdown = body,
                    FrontMatter = frontMatter,
                    Sections = [.. sections.Select(s => s.Section)],
                    Causes = limits.First(
                        CauseReader.Read(sections, file.Lexicon, KindDetection.IsTemplate(file.Path)),
                        PageLimits.Causes,
                        "causes"
                    ),
                    Meaning = Meaning(sections),
                    Links = parsed.Document is null
                        ? []
                        : limits.First(Links(parsed.Document, reading.BodyLine), PageLimits.Links, "links"),
                    Labels = PageLabels.Read(reading.Body, reading.BodyLine, sections),
                    Postmortem = kind == DocumentKind.Postmortem ? Limited(PostmortemReader.Read(sections), limits) : null,
                    Symptoms = limits.First(Symptoms(frontMatter, sections), PageLimits.Symptoms, "symptoms"),
                    Signature = Resemblance.Signature(sections.Select(s => s.Section)),
                    Findings = findings,
                },
            ],
            null,
            findings
        )
        {
            // The page is parsed anyway; a check need not do it again.
            Elements =
                file.ElementWords is { } words && parsed.Document is { } whole
                    ? PageElements.Of(whole, PageFormats.KeepsLines(file.Path) ? reading.BodyLine : 1, words)
                    : null,
        };
    }

    private static IEnumerable<string> Prose(string title, IReadOnlyList<ParsedSection> sections) =>
        sections.SelectMany(s => new[] { s.Section.Heading, s.Section.Text }).Prepend(title);

    private static PostmortemBody Limited(PostmortemBody body, PageLimits limits) =>
        body with
        {
            Timeline = limits.First(body.Timeline, PageLimits.Timeline, "entries in its timeline"),
            Actions = limits.First(body.Actions, PageLimits.Actions, "actions"),
        };

    // The title that is shown, then the page's other names; the file name is one, as it is in a real repository. A README or an index
    // has the name of its folder, or of its source.
    private static List<string> Names(FrontMatter frontMatter, SourceText file, IReadOnlyList<ParsedSection> sections, bool hasTopHeading)
    {
        var path = file.Path;
        var heading = sections.Select(s => s.Section).FirstOrDefault(s => s.HeadingPath.Count > 0)?.HeadingPath[0];
        if (
            heading is not null
            && (
                file.Lexicon.IsPlain(heading)
                || KindDetection.IsTitleOfTemplate(heading, path)
                || !hasTopHeading && IsOneOfSeveral(heading, sections)
            )
        )
            heading = null;
        var folders = PageFormats.WithoutExtension(path).Split('/');
        var name =
            !KindDetection.IsIndexName(folders[^1]) ? folders[^1]
            : folders.Length > 1 ? folders[^2]
            : file.SourceTitle;
        if (!name.Contains(' ', StringComparison.Ordinal))
            name = name.Replace('-', ' ').Replace('_', ' ');
        var names = new List<string>();
        foreach (var candidate in new[] { frontMatter.Title, heading, name })
            if (candidate is { Length: > 0 } && !names.Contains(candidate, StringComparer.OrdinalIgnoreCase))
                names.Add(candidate);
        if (names.Count == 0)
            names.Add(file.Path);
        return names;
    }

    // A page that begins with the first of its chapters, of the second level, has its title elsewhere: in its name.
    private static bool IsOneOfSeveral(string heading, IReadOnlyList<ParsedSection> sections) =>
        sections.Any(s => s.Section.HeadingPath.Count > 0 && s.Section.HeadingPath[0] != heading);

    private static Cause? Meaning(IReadOnlyList<ParsedSection> sections)
    {
        var queryEmbedding = sections.Select(s => s.Section).FirstOrDefault(s => s.Kind == SectionKind.Symptoms && s.Text.Length > 0);
        return queryEmbedding is not null && Sentences.First(queryEmbedding.Text) is { Length: > 0 } sentence
            ? new(sentence, queryEmbedding.Anchor, null, [])
            : null;
    }

    private static IReadOnlyList<string> Symptoms(FrontMatter frontMatter, IReadOnlyList<ParsedSection> sections) =>
        [
            .. frontMatter
                .Symptoms.Concat(
                    sections
                        .Where(s => s.Section.Kind == SectionKind.Symptoms)
                        .SelectMany(s =>
                            s.Blocks.OfType<ListBlock>()
                                .SelectMany(l => l.OfType<ListItemBlock>())
                                .Select(i => PageText.Of(i).Replace('\n', ' '))
                        )
                )
                .Distinct(),
        ];

    private static IReadOnlyList<PageLink> Links(MarkdownDocument page, int firstLine) =>
        [
            .. page.Descendants<LinkInline>()
                .Where(l => !l.IsImage && !string.IsNullOrEmpty(l.Url))
                .Select(l => new PageLink(l.Url!, PageText.Of(l), firstLine + l.Line)),
        ];
}
