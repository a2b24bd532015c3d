using System.Text.RegularExpressions;

namespace Knowledge.Content.Importing;

/// <summary>The pages of an export by all the names under which links know them, and the addresses of what is not in it.</summary>
/// <remarks>
/// Addresses: a page <c>pages/viewpage.action?pageId=ID</c>, an attachment <c>download/attachments/ID/NAME</c>, below the base URL
/// ("The differences between
/// various URL formats for a Confluence page", Atlassian Support), in Cloud also <c>spaces/KEY/pages/ID/TITLE</c>.
/// </remarks>
public sealed partial class ConfluenceSite(Uri? address)
{
    private readonly Dictionary<string, string> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Space, string Title), string> byTitle = [];

    /// <param name="space">Key of its space; empty when the export does not say.</param>
    /// <param name="file">Name of the file that the page becomes.</param>
    public void Add(string id, string space, string title, string file)
    {
        byId.TryAdd(id, file);
        byTitle.TryAdd((space.ToUpperInvariant(), title.Trim()), file);
    }

    public string? FileOf(string id) => byId.GetValueOrDefault(id);

    public string? FileOf(string space, string title) => byTitle.GetValueOrDefault((space.ToUpperInvariant(), title.Trim()));

    public string? PageAddress(string id) =>
        address is null || !Digits().IsMatch(id) ? null : new Uri(address, $"pages/viewpage.action?pageId={id}").AbsoluteUri;

    /// <summary>Address of a page by title, as links across spaces name it.</summary>
    public string? PageAddress(string space, string title) =>
        address is null || space.Length == 0
            ? null
            : new Uri(
                address,
                $"display/{Uri.EscapeDataString(space)}/{Uri.EscapeDataString(title).Replace("%20", "+", StringComparison.Ordinal)}"
            ).AbsoluteUri;

    public string? AttachmentAddress(string pageId, string name) =>
        address is null || !Digits().IsMatch(pageId)
            ? null
            : new Uri(address, $"download/attachments/{pageId}/{Uri.EscapeDataString(name)}").AbsoluteUri;

    /// <summary>
    /// What an address that stands in a page leads to: a page of the export when it names one by id, else itself, else nothing.
    /// </summary>
    public string? Resolve(string url)
    {
        var isOurs =
            !url.Contains(':', StringComparison.Ordinal)
            || (address is not null && Uri.TryCreate(url, UriKind.Absolute, out var absolute) && absolute.Host == address.Host);
        if (isOurs && PageId().Match(url) is { Success: true } id && FileOf(id.Groups[1].Value) is { } file)
            return file;
        return ImportedLinks.Resolver(address)(url);
    }

    [GeneratedRegex(@"(?:[?&]pageId=|/pages/)(\d{1,20})(?:\D|$)", RegexOptions.NonBacktracking)]
    private static partial Regex PageId();

    [GeneratedRegex(@"^\d{1,20}$", RegexOptions.NonBacktracking)]
    private static partial Regex Digits();
}
