using System.Text;
using System.Text.Json.Nodes;
using Knowledge.Api.Options;
using Knowledge.Indexer.Proposals;

namespace Knowledge.Api.Proposals;

/// <summary>
/// The hosts whose interface has a repository's files as contents in base64, and requests as pulls. They differ in how a branch is made.
/// </summary>
internal abstract class ContentsForge(ForgeClient client, ForgeSettings settings) : Forge(client, settings)
{
    protected string Repository => $"repos/{Settings.Repository}";

    public override async Task<Uri> RequestAsync(Proposal proposal, CancellationToken cancellation)
    {
        var target = Settings.Branch ?? Client.TextOf(await Client.GetAsync(Repository, cancellation), "default_branch");
        var file = await Client.GetAsync($"{ContentsOf(proposal)}?ref={Uri.EscapeDataString(target)}", cancellation);
        Compare(proposal, Decoded(Client.TextOf(file, "content")));
        var branch = BranchOf(proposal);
        await WriteAsync(
            proposal,
            target,
            branch,
            new()
            {
                ["message"] = $"{proposal.Title}\n\n{proposal.Message}",
                ["content"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(proposal.New)),
                ["sha"] = Client.TextOf(file, "sha"),
            },
            cancellation
        );
        var request = await Client.SendAsync(
            HttpMethod.Post,
            $"{Repository}/pulls",
            new()
            {
                ["title"] = proposal.Title,
                ["head"] = branch,
                ["base"] = target,
                ["body"] = proposal.Message,
            },
            cancellation
        );
        return Client.AddressOf(request, "html_url");
    }

    /// <summary>Writes the file into a branch that begins at the one to merge into.</summary>
    /// <param name="change">The new contents, without where they go.</param>
    protected abstract Task WriteAsync(Proposal proposal, string target, string branch, JsonObject change, CancellationToken cancellation);

    protected string ContentsOf(Proposal proposal) => $"{Repository}/contents/{Escaped(proposal.Path)}";

    // Base64 with line ends in it.
    private static string Decoded(string content)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(content));
        }
        catch (FormatException e)
        {
            throw new ForgeException("the repository's host gave a file that cannot be read", e);
        }
    }
}
