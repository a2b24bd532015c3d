using System.Text.Json.Nodes;
using Knowledge.Api.Options;
using Knowledge.Indexer.Proposals;

namespace Knowledge.Api.Proposals;

/// <summary>Gitea, Forgejo and Codeberg (https://docs.gitea.com/api: repository contents, pull requests).</summary>
internal sealed class GiteaForge(ForgeClient client, ForgeSettings settings) : ContentsForge(client, settings)
{
    // The branch is made with the file.
    protected override Task WriteAsync(Proposal proposal, string target, string branch, JsonObject change, CancellationToken cancellation)
    {
        change["branch"] = target;
        change["new_branch"] = branch;
        return Client.SendAsync(HttpMethod.Put, ContentsOf(proposal), change, cancellation);
    }
}
