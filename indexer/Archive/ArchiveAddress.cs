namespace Knowledge.Indexer.Archive;

/// <summary>An archived page by the name of its archive and its id.</summary>
internal readonly record struct ArchiveAddress(string Archive, string Id)
{
    private const string Root = "/archive/";
    private const int MaxCharacters = 2_000;

    /// <summary>
    /// What <c>https://kb.example/archive/tickets/OPS-12#s3</c>, <c>/archive/tickets/OPS-12</c> and <c>tickets/OPS-12#3</c>, the id of a
    /// hit, may mean.
    /// </summary>
    /// <returns>The likeliest first; and whether the text can hardly mean anything but an archived page.</returns>
    public static (IReadOnlyList<ArchiveAddress> Pages, bool IsCertain) Read(string text)
    {
        text = text.Trim();
        if (text.Length > MaxCharacters)
            return ([], false);
        var isUrl = Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";
        if (isUrl || text.StartsWith(Root, StringComparison.Ordinal))
        {
            var path = isUrl ? url!.AbsolutePath : text.Split('#')[0];
            var at = path.IndexOf(Root, StringComparison.Ordinal);
            return at < 0 ? ([], false) : ([.. Split(Uri.UnescapeDataString(path[(at + Root.Length)..]))], true);
        }
        var section = text.LastIndexOf('#');
        var isHit = section > 0 && section + 1 < text.Length && text.AsSpan(section + 1).IndexOfAnyExceptInRange('0', '9') < 0;
        return isHit ? ([.. Split(text[..section]), .. Split(text)], true) : ([.. Split(text)], false);
    }

    private static IEnumerable<ArchiveAddress> Split(string text) =>
        text.IndexOf('/', StringComparison.Ordinal) is > 0 and var at && at + 1 < text.Length ? [new(text[..at], text[(at + 1)..])] : [];
}
