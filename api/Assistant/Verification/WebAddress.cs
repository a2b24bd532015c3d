namespace Knowledge.Api.Assistant.Verification;

/// <summary>
/// Tells whether a text names a place on a network: no sentence of a reply does, not even one that a page names, for the page may be
/// a stranger's.
/// </summary>
internal static class WebAddress
{
    // csharpier-ignore
    private static readonly HashSet<string> Domains = new(StringComparer.OrdinalIgnoreCase)
    {
        "com", "org", "net", "edu", "gov", "int", "info", "biz", "app", "dev", "cloud", "xyz", "top", "site", "online", "link", "click",
        "page", "web", "shop", "store", "live", "pro", "name", "mobi", "tech", "space", "example", "test", "invalid", "onion",
    };

    // Files end like the domains of countries do.
    // csharpier-ignore
    private static readonly HashSet<string> Files = new(StringComparer.OrdinalIgnoreCase)
    {
        "sh", "py", "go", "js", "ts", "cs", "rs", "md", "db", "gz", "rb", "tf", "pl", "so", "ps", "bz", "xz", "vi", "id", "no", "is", "at",
    };

    public static bool IsIn(string text) =>
        text.Contains("://", StringComparison.Ordinal)
        || text.Contains("](", StringComparison.Ordinal)
        || text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Any(IsAddress);

    private static bool IsAddress(string word)
    {
        var bare = word.Trim('`', '"', '\'', '(', ')', ',', ';', ':', '!', '?', '.', '<', '>', '[', ']');
        if (
            bare.StartsWith("www.", StringComparison.OrdinalIgnoreCase)
            || bare.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase)
        )
            return true;
        var at = bare.IndexOf('@', StringComparison.Ordinal);
        if (at > 0 && bare.IndexOf('.', at) > 0)
            return true;
        var host = bare.Split('/', ':', '?', '#')[0];
        if (
            host.Split('.') is not [_, .., { Length: > 1 } last]
            || host.StartsWith('.')
            || !host.All(c => char.IsLetterOrDigit(c) || c is '.' or '-')
        )
            return false;
        // A number with dots is a version, four of them with a path an address.
        if (last.All(char.IsAsciiDigit))
            return host.Split('.').Length == 4;
        return bare.Length > host.Length && bare[host.Length] == '/'
            || Domains.Contains(last)
            || (last.Length == 2 && last.All(char.IsAsciiLetter) && !Files.Contains(last));
    }
}
