using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Options;

/// <summary>Whose interface a repository's host speaks.</summary>
public enum ForgeKind
{
    GitHub,
    GitLab,

    /// <summary>Forgejo and Codeberg too.</summary>
    Gitea,
}

/// <summary>The repository in which changes of a source's pages are proposed.</summary>
/// <param name="Site">Scheme, host and port.</param>
/// <param name="Repository">Owner and name, at GitLab with all groups.</param>
/// <param name="Branch">Into which they are merged; null for the one that the repository has for it.</param>
public sealed record ForgeSettings(ForgeKind Kind, Uri Site, string Repository, string? Branch)
{
    private const string Variable = "KB_FORGE_TOKEN";

    /// <summary>Sent with every request. Never written anywhere.</summary>
    public string Token { get; init; } = "";

    /// <summary>What people call it: a merge request at GitLab, a pull request elsewhere.</summary>
    public string RequestName => Kind == ForgeKind.GitLab ? "merge request" : "pull request";

    // A record would show its token.
    public override string ToString() => new Uri(Site, Repository).ToString();

    /// <returns>By the name of their source; or what is wrong as one line.</returns>
    public static (IReadOnlyDictionary<string, ForgeSettings> Forges, string? Error) Read(
        IConfiguration configuration,
        IReadOnlyList<SourceDirectory> sources
    )
    {
        var forges = new Dictionary<string, ForgeSettings>(StringComparer.Ordinal);
        foreach (var text in Settings.Forge.AllOf(configuration))
        {
            var (name, address) = Split(text);
            if (name is null && sources.Count > 1)
                return (forges, $"--forge '{text}' is for none of the {sources.Count} content directories: write NAME=URL");
            var source = name is null ? sources[0] : sources.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (source is null)
                return (
                    forges,
                    $"--forge names '{name}', which is no content directory: the names are {string.Join(", ", sources.Select(s => s.Name))}"
                );
            if (Parse(address) is not { } forge)
                return (
                    forges,
                    "--forge takes the address of a repository, such as https://github.com/team/runbooks, without a password; where the "
                        + "host does not tell it write github+, gitlab+ or gitea+ in front, and https unless it is this machine"
                );
            var own = $"KB_FORGE_{source.Name.ToUpperInvariant().Replace('-', '_')}_TOKEN";
            var (token, unread) = HookSource.SecretOf(configuration, own) is (null, null)
                ? HookSource.SecretOf(configuration, Variable)
                : HookSource.SecretOf(configuration, own);
            if (unread is not null)
                return (forges, unread);
            if (token is null || token.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
                return (
                    forges,
                    $"--forge needs a token that may write to the repository: give it as {Variable}, or {Variable}_FILE names a file"
                );
            if (!forges.TryAdd(source.Name, forge with { Token = token }))
                return (forges, $"--forge is there twice for '{source.Name}': keep one");
        }
        return (forges, null);
    }

    internal static ForgeSettings? Parse(string text)
    {
        ForgeKind? kind = null;
        foreach (var known in Enum.GetValues<ForgeKind>())
            if (text.StartsWith($"{known}+", StringComparison.OrdinalIgnoreCase))
                (kind, text) = (known, text[(known.ToString().Length + 1)..]);
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || !(url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            || url.UserInfo.Length > 0
            || url.Query.Length > 0
        )
            return null;
        kind ??= url.Host.ToLowerInvariant().Split('.') switch
        {
            ["github", ..] => ForgeKind.GitHub,
            ["gitlab", ..] => ForgeKind.GitLab,
            ["codeberg", "org"] or ["gitea", ..] or ["forgejo", ..] => ForgeKind.Gitea,
            _ => null,
        };
        var path = Uri.UnescapeDataString(url.AbsolutePath).Trim('/');
        path = path.EndsWith(".git", StringComparison.Ordinal) ? path[..^4] : path;
        var names = path.Split('/');
        if (kind is null || names.Length < 2 || (names.Length > 2 && kind != ForgeKind.GitLab) || !names.All(IsName))
            return null;
        var branch = Uri.UnescapeDataString(url.Fragment.TrimStart('#'));
        return new(kind.Value, new(url.GetLeftPart(UriPartial.Authority)), path, branch.Length == 0 ? null : branch);
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 100 && name is not ("." or "..") && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    // A name stands before the address, in which there is an equals sign at most behind its host.
    private static (string? Name, string Address) Split(string text) =>
        text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && at < text.IndexOf("://", StringComparison.Ordinal)
            ? (text[..at].Trim(), text[(at + 1)..].Trim())
            : (null, text);
}
