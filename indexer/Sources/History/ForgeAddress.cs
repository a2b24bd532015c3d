using System.Text.RegularExpressions;

namespace Knowledge.Indexer.Sources.History;

/// <summary>Where a forge edits the files of a checkout, told from its origin where that is certain.</summary>
/// <remarks>
/// Shapes: GitHub <c>/edit/BRANCH/PATH</c>, GitLab <c>/-/edit/BRANCH/PATH</c>, Gitea and Forgejo <c>/_edit/BRANCH/PATH</c>, as
/// their own "edit" buttons lead to.
/// </remarks>
internal static partial class ForgeAddress
{
    /// <param name="origin">As in <c>remote.origin.url</c>: http, https, ssh, or <c>git@host:path</c>. Names and passwords in it
    /// are left out.</param>
    /// <param name="prefix">Path of the source inside the checkout, with a slash at its end; empty for its root.</param>
    public static string? EditUrl(string origin, string branch, string prefix)
    {
        if (Place(origin) is not var (site, host, path) || Marker(host) is not { } marker)
            return null;
        var names = path.Split('/');
        // Only GitLab has groups in groups.
        if (names.Length < 2 || (names.Length > 2 && marker != "-/edit") || names.Any(n => !Name().IsMatch(n) || n is "." or ".."))
            return null;
        return $"{site}/{string.Join('/', names)}/{marker}/{Escaped(branch)}/{Escaped(prefix)}";
    }

    private static (string Site, string Host, string Path)? Place(string origin)
    {
        if (Short().Match(origin) is { Success: true } match)
            return ($"https://{match.Groups["host"].Value}", match.Groups["host"].Value, Repository(match.Groups["path"].Value));
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var url))
            return null;
        return url.Scheme switch
        {
            "http" or "https" => ($"{url.Scheme}://{url.Authority}", url.Host, Repository(url.AbsolutePath)),
            "ssh" => ($"https://{url.Host}", url.Host, Repository(url.AbsolutePath)),
            _ => null,
        };
    }

    private static string? Marker(string host) =>
        host.ToLowerInvariant().Split('.') switch
        {
            ["github", ..] => "edit",
            ["gitlab", ..] => "-/edit",
            ["codeberg", "org"] or ["gitea", ..] or ["forgejo", ..] => "_edit",
            _ => null,
        };

    private static string Repository(string path) =>
        path.Trim('/') is var trimmed && trimmed.EndsWith(".git", StringComparison.Ordinal) ? trimmed[..^4] : trimmed;

    private static string Escaped(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    [GeneratedRegex(
        """^([A-Za-z0-9._-]+@)?(?<host>[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+):(?<path>[^/:][^:]*)$""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Short();

    [GeneratedRegex("""^[A-Za-z0-9._-]{1,100}$""", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
