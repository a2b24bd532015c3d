using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Knowledge.Content;
using Knowledge.Content.Documents;
using Knowledge.Content.Importing;
using Knowledge.Content.Text;
using Knowledge.Indexer.Index;

namespace Knowledge.Indexer.Archive;

/// <summary>A piece of a page, found and shown by itself.</summary>
/// <param name="Heading">The headings above it below the page's title, joined; empty for text before the first one.</param>
internal sealed record ArchiveSection(string Heading, string Text);

/// <summary>A page as an archive keeps it.</summary>
/// <param name="Id">By which it is known again in a newer export.</param>
/// <param name="Link">Where it lies in the system that it comes from; null where that is not known.</param>
/// <param name="Facets">What it can be narrowed down by, such as <c>tag:disk</c>, in small letters.</param>
internal sealed record ArchivePage(
    string Id,
    string Title,
    DateOnly? Date,
    string? Link,
    IReadOnlyList<string> Facets,
    IReadOnlyList<ArchiveSection> Sections
)
{
    /// <summary>Characters of an id; a page with a longer one is not kept.</summary>
    public const int MaxIdCharacters = 200;

    private const int MaxSections = 5_000;
    private const int MaxTitleCharacters = 500;
    private const int MaxLinkCharacters = 2_000;
    private const int MaxFacets = 64;
    private const int MaxFacetCharacters = 100;

    /// <summary>Another one means that the page has changed.</summary>
    public long Checksum
    {
        get
        {
            var hash = new XxHash3();
            foreach (var text in (string[])[Title, Date?.ToString("O", CultureInfo.InvariantCulture) ?? "", Link ?? "", .. Facets])
                Append(hash, text);
            foreach (var section in Sections)
            {
                Append(hash, section.Heading);
                Append(hash, section.Text);
            }
            return (long)hash.GetCurrentHashAsUInt64();
        }
    }

    /// <summary>The page of an item; null when it holds no text.</summary>
    public static ArchivePage? Of(ImportedPage page)
    {
        var file = ImportedFile.Write(page with { MoreFrontMatter = "", Kind = null });
        var read = DocumentReader.Read(new("archive", "archive", "page.md", file));
        if (read.Documents is not [var document, ..])
            return null;
        var archived = Of(
            document with
            {
                Title = page.Title,
            },
            page.Origin.Id,
            page.Date ?? (page.Detected is { } detected ? DateOnly.FromDateTime(detected.UtcDateTime) : null),
            page.Origin.Link,
            page.Kind
        );
        return page.Origin.System == StackExchangePost.System ? archived?.WithSourceBelow() : archived;
    }

    // Where it comes from and its licence are shown with the answer; by themselves they would be found by every title.
    private ArchivePage WithSourceBelow() =>
        Sections is [.., var answer, { Heading: "Source" } source]
            ? this with
            {
                Sections = [.. Sections.SkipLast(2), answer with { Text = $"{answer.Text}\n{source.Text}" }],
            }
            : this;

    /// <summary>A document as a page; null when it holds no text.</summary>
    public static ArchivePage? Of(Document document, string id, DateOnly? date, string? link, string? kind)
    {
        var sections = document
            .Sections.SelectMany(s =>
                Passages
                    .Cuts(s.Text)
                    .Select(cut => s.Text.Substring(cut.Start, cut.Length).Trim())
                    .Where(text => text.Length > 0)
                    .Select(text => new ArchiveSection(string.Join(" › ", s.HeadingPath.Skip(1)), text))
            )
            .Take(MaxSections)
            .ToList();
        if (sections.Count == 0)
            return null;
        var front = document.FrontMatter;
        string?[] facets =
        [
            kind is null ? null : $"kind:{kind}",
            front.Owner is { Length: > 0 } owner ? $"owner:{owner}" : null,
            front.Severity is { Length: > 0 } severity ? $"sev:{Search.Facets.SeverityOf(severity)}" : null,
            .. front.Services.Select(s => $"service:{s}"),
            .. front.Tags.Select(t => $"tag:{t}"),
        ];
        return new(
            id,
            TitleOf(document.Title),
            date,
            link is { Length: <= MaxLinkCharacters }
            && Uri.TryCreate(link, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
                ? link
                : null,
            [
                .. facets
                    .OfType<string>()
                    .Where(f => f.Length <= MaxFacetCharacters)
                    .Select(f => f.ToLowerInvariant())
                    .Distinct()
                    .Take(MaxFacets),
            ],
            sections
        );
    }

    private static string TitleOf(string title)
    {
        var line = new string([.. title.Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        return line.Length == 0 ? "(untitled)" : Sentences.Truncate(line, MaxTitleCharacters);
    }

    private static void Append(XxHash3 hash, string text)
    {
        hash.Append(Encoding.UTF8.GetBytes(text));
        hash.Append("\0"u8);
    }
}
