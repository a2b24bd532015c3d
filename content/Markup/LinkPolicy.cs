namespace Knowledge.Content.Markup;

/// <summary>
/// Which addresses a page may name: http, https and mailto, anchors of its own, and relative ones that the caller resolves.
/// </summary>
internal sealed class LinkPolicy(Func<string, string?> resolve)
{
    /// <summary>The address to link to, or null when there must be no link.</summary>
    public string? Link(string? address)
    {
        if (Normalized(address) is not { Length: > 0 } url)
            return null;
        if (Scheme(url) is not null)
            return IsAllowed(url) ? url : null;

        // An anchor may be a name that another page gives to one of its headings.
        return Normalized(resolve(url)) is { Length: > 0 } target && IsAllowed(target) ? target
            : url[0] == '#' ? url
            : null;
    }

    /// <summary>
    /// An image is shown when it comes from here; one from elsewhere is only linked to, since showing it would call that place.
    /// </summary>
    public (string? Source, string? Link) Image(string? address) =>
        Link(address) switch
        {
            null => (null, null),
            ['#', ..] => (null, null),
            { } url when Scheme(url) is null => (url, null),
            { } url => (null, url),
        };

    public static bool IsAllowed(string url) => Normalized(url) == url && Scheme(url) is null or "http" or "https" or "mailto";

    public static bool IsElsewhere(string url) => Scheme(url) is "http" or "https";

    /// <summary>As a browser reads it: without surrounding space and line ends within; null with any other control character.</summary>
    private static string? Normalized(string? address)
    {
        if (address is null)
            return null;

        var url = string.Concat(address.Where(character => character is not ('\t' or '\n' or '\r'))).Trim();
        if (url.Any(char.IsControl))
            return null;
        return url is ['/' or '\\', '/' or '\\', ..] ? "https://" + url.TrimStart('/', '\\') : url;
    }

    /// <summary>All before a colon that stands before any slash: what is no valid scheme is not allowed either.</summary>
    private static string? Scheme(string url)
    {
        var end = url.AsSpan().IndexOfAny(":/\\?#");
        return end >= 0 && url[end] == ':' ? url[..end].ToLowerInvariant() : null;
    }
}
