using System.Text.Json.Nodes;
using Knowledge.Api.Options;
using Knowledge.Indexer.Proposals;

namespace Knowledge.Api.Proposals;

/// <summary>GitHub and GitHub Enterprise (https://docs.github.com/rest: references, repository contents, pulls).</summary>
internal sealed class GitHubForge(ForgeClient client, ForgeSettings settings) : ContentsForge(client, settings)
{
    // The branch is made first, and the file written into it.
    protected override async Task WriteAsync(
        Proposal proposal,
        string target,
        string branch,
        JsonObject change,
        CancellationToken cancellation
    )
    {
        var head = await Client.GetAsync($"{Repository}/git/ref/heads/{Escaped(target)}", cancellation);
        await Client.SendAsync(
            HttpMethod.Post,
            $"{Repository}/git/refs",
            new() { ["ref"] = $"refs/heads/{branch}", ["sha"] = Client.TextOf(head, "object", "sha") },
            cancellation
        );
        change["branch"] = branch;
        await Client.SendAsync(HttpMethod.Put, ContentsOf(proposal), change, cancellation);
    }
}
