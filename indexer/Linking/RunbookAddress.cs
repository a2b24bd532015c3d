using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Linking;

/// <summary>A runbook link taken apart: host, the names in its path without extension, fragment.</summary>
/// <param name="Host">Lower case with port; empty for a path.</param>
/// <param name="Names">As in document ids, so that case and separators do not matter.</param>
/// <param name="LastName">The last of them as it is written.</param>
/// <param name="IsFile">Whether it ends in an extension of a page.</param>
internal sealed record RunbookAddress(string Host, IReadOnlyList<string> Names, string LastName, string Fragment, bool IsFile)
{
    private const int MaxCharacters = 2_000;
    private static readonly string[] Extensions = [".md", ".markdown", ".mdx", ".html", ".htm", ".adoc", ".rst", ".txt", ".aspx"];

    /// <returns>Null when the text is no address: "Ask the team" is said in runbook annotations too.</returns>
    public static RunbookAddress? Read(string text)
    {
        text = text.Trim();
        if (text.Length is 0 or > MaxCharacters || text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
            return null;
        if (RunbookAnnotation.IsPlaceholder(text))
            return null;
        var (host, rest) = ("", text);
        if (
            Uri.TryCreate(text.StartsWith("//", StringComparison.Ordinal) ? "https:" + text : text, UriKind.Absolute, out var url)
            && !url.IsFile
        )
        {
            if (url.Scheme is not ("http" or "https"))
                return null;
            (host, rest) = (url.Authority.ToLowerInvariant(), url.PathAndQuery + url.Fragment);
            if (host.StartsWith("www.", StringComparison.Ordinal))
                host = host[4..];
        }
        var hash = rest.IndexOf('#', StringComparison.Ordinal);
        var fragment = hash < 0 ? "" : Uri.UnescapeDataString(rest[(hash + 1)..]);
        var path = Uri.UnescapeDataString((hash < 0 ? rest : rest[..hash]).Split('?')[0]);
        var written = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(s => s is not ("." or "..")).ToList();
        var isFile = written.Count > 0 && WithoutExtension(written[^1]) != written[^1];
        if (written.Count > 0)
            written[^1] = WithoutExtension(written[^1]);
        var names = written.Select(Name).ToList();
        return new(host, names, written.Count > 0 ? written[^1] : "", IsTextFragment(fragment) ? "" : fragment, isFile);
    }

    /// <summary>A path segment as it would be in a document id.</summary>
    public static string Name(string segment) => DocumentId.FromText(segment).Value;

    private static string WithoutExtension(string name) =>
        Extensions.FirstOrDefault(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase) && name.Length > e.Length) is { } extension
            ? name[..^extension.Length]
            : name;

    // Line numbers of code hosts and text fragments are no sections of a page.
    private static bool IsTextFragment(string fragment) =>
        fragment.StartsWith(":~:", StringComparison.Ordinal)
        || (fragment is ['L', _, ..] && fragment.All(c => char.IsAsciiDigit(c) || c is 'L' or '-'));
}
