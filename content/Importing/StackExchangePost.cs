using System.Globalization;
using Knowledge.Content.Documents;

namespace Knowledge.Content.Importing;

/// <summary>A row of a Stack Exchange data dump's <c>Posts.xml</c>: a question or an answer.</summary>
/// <remarks>
/// Shape: "Database schema documentation for the public data dump and SEDE", https://meta.stackexchange.com/questions/2677. One element
/// <c>row</c> per post below <c>posts</c>, ordered by Id; PostTypeId 1 is a question, 2 an answer; AcceptedAnswerId is on
/// questions; Body is
/// rendered HTML; Tags are <c>&lt;a&gt;&lt;b&gt;</c>, in newer dumps <c>|a|b|</c>.
/// </remarks>
public sealed record StackExchangePost
{
    public const string System = "stackexchange";

    public required long Id { get; init; }
    public required int Type { get; init; }
    public long? AcceptedAnswerId { get; init; }
    public int Score { get; init; }
    public string Title { get; init; } = "";
    public string Body { get; init; } = "";
    public string Tags { get; init; } = "";
    public string License { get; init; } = "";
    public string Created { get; init; } = "";

    public bool IsQuestion => Type == 1;
    public IReadOnlyList<string> TagNames =>
        Tags.Split(['<', '>', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Reads the attributes of a row; null for one without a number as id and type.</summary>
    public static StackExchangePost? Of(Func<string, string?> attribute) =>
        long.TryParse(attribute("Id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && int.TryParse(attribute("PostTypeId"), NumberStyles.None, CultureInfo.InvariantCulture, out var type)
            ? new()
            {
                Id = id,
                Type = type,
                AcceptedAnswerId = long.TryParse(
                    attribute("AcceptedAnswerId"),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var accepted
                )
                    ? accepted
                    : null,
                Score = int.TryParse(attribute("Score"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var score)
                    ? score
                    : 0,
                Title = attribute("Title") ?? "",
                Body = attribute("Body") ?? "",
                Tags = attribute("Tags") ?? "",
                License = attribute("ContentLicense") ?? "",
                Created = attribute("CreationDate") ?? "",
            }
            : null;

    /// <summary>Question and accepted answer as one article: a problem and its solution.</summary>
    /// <param name="site">Address of the site; null when nobody said, since the dump does not.</param>
    public static ImportItem Article(StackExchangePost question, StackExchangePost answer, Uri? site)
    {
        var id = question.Id.ToString(CultureInfo.InvariantCulture);
        if (question.Body.Length > MarkupTree.MaxCharacters || answer.Body.Length > MarkupTree.MaxCharacters)
            return new ImportItem.Skipped(id, question.Title, $"its HTML is longer than {MarkupTree.MaxCharacters:N0} characters");
        var problem = Section(question.Body, site);
        var solution = Section(answer.Body, site);
        if (solution.Length == 0)
            return new ImportItem.Skipped(id, question.Title, "its accepted answer has no text");
        var link = site is null ? null : new Uri(site, $"/questions/{id}").AbsoluteUri;
        var source = string.Join(
            ", ",
            new[]
            {
                link is null ? null : $"[question {id}]({link})",
                question.License.Length == 0 ? null : MarkdownText.Escape(question.License, inCell: false),
            }.OfType<string>()
        );
        return new ImportItem.Ready(
            new ImportedPage
            {
                Origin = new(System, id, link),
                Title = question.Title,
                Kind = "article",
                Tags = question.TagNames,
                Date = TimestampParser.TryParse(question.Created, out var created) ? DateOnly.FromDateTime(created.UtcDateTime) : null,
                Body = $"## Problem\n\n{problem}\n\n## Solution\n\n{solution}{(source.Length == 0 ? "" : $"\n\n## Source\n\n{source}")}",
            }
        );
    }

    // Headings of the post stand below ours.
    private static string Section(string html, Uri? site)
    {
        var nodes = MarkupTree.Read(html, MarkupDialect.Html);
        return MarkdownWriter.Write([MarkupNode.Element("div", nodes)], ImportedLinks.Resolver(site), highestLevel: 3).Markdown;
    }
}
