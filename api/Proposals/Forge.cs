using Knowledge.Api.Options;
using Knowledge.Indexer.Proposals;

namespace Knowledge.Api.Proposals;

/// <summary>Makes of a proposal a branch and a request to merge it, at the host of a repository.</summary>
internal abstract class Forge(ForgeClient client, ForgeSettings settings)
{
    /// <summary>A branch that nobody else makes.</summary>
    private const string BranchPrefix = "knowledge/";

    protected ForgeClient Client => client;

    protected ForgeSettings Settings => settings;

    public static Forge Of(ForgeSettings settings, HttpClient http) =>
        settings.Kind switch
        {
            ForgeKind.GitHub => new GitHubForge(new(http, settings), settings),
            ForgeKind.GitLab => new GitLabForge(new(http, settings), settings),
            _ => new GiteaForge(new(http, settings), settings),
        };

    /// <returns>Where the request is.</returns>
    /// <exception cref="ForgeException">It was refused, or the host does not answer as it should.</exception>
    public abstract Task<Uri> RequestAsync(Proposal proposal, CancellationToken cancellation);

    /// <summary>What the host has must be what the change was made from.</summary>
    /// <exception cref="ForgeException">It is not.</exception>
    protected static void Compare(Proposal proposal, string there)
    {
        if (there.TrimStart('\uFEFF') != proposal.Old.TrimStart('\uFEFF'))
            throw new ForgeException(
                $"{proposal.Path} is another there than what is served here, so a change of it could undo somebody's work. Wait until the "
                    + "server has the newest version, or download the patch"
            );
    }

    protected static string BranchOf(Proposal proposal)
    {
        var name = Path.GetFileNameWithoutExtension(proposal.Path).ToLowerInvariant();
        var slug = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        return $"{BranchPrefix}{(slug.Length > 40 ? slug[..40].TrimEnd('-') : slug)}-{Guid.NewGuid().ToString("N")[..12]}";
    }

    protected static string Escaped(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
