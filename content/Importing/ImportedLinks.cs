namespace Knowledge.Content.Importing;

/// <summary>Where the links of imported HTML lead.</summary>
internal static class ImportedLinks
{
    /// <param name="baseAddress">What relative links lead from; null drops them.</param>
    public static Func<string, string?> Resolver(Uri? baseAddress) =>
        url =>
            MarkdownWriter.AbsoluteOnly(url)
            ?? (
                baseAddress is not null && url.Length > 0 && url[0] is not '#' && Uri.TryCreate(baseAddress, url, out var absolute)
                    ? absolute.AbsoluteUri
                    : null
            );
}
