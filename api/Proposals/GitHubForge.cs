using System.Text;
using System.Text.Json.Nodes;
using Knowledge.Api.Options;
using Knowledge.Indexer.Proposals;

namespace Knowledge.Api.Proposals;

/// <summary>GitHub and GitHub Enterprise (https://docs.github.com/rest: references, repository contents, pulls).</summary>
internal sealed class GitHubForge(ForgeClient client, ForgeSettings settings) : Forge(client, settings)
{
    public override async Task<Uri> RequestAsync(Proposal proposal, CancellationToken cancellation)
    {
        var repository = $"repos/{Settings.Repository}";
        var target = Settings.Branch ?? Client.TextOf(await Client.GetAsync(repository, cancellation), "default_branch");
        var head = await Client.GetAsync($"{repository}/git/ref/heads/{Escaped(target)}", cancellation);
        var contents = $"{repository}/contents/{Escaped(proposal.Path)}";
        var file = await Client.GetAsync($"{contents}?ref={Uri.EscapeDataString(target)}", cancellation);
        Compare(proposal, Decoded(file));
        var branch = BranchOf(proposal);
        await Client.SendAsync(
            HttpMethod.Post,
            $"{repository}/git/refs",
            new() { ["ref"] = $"refs/heads/{branch}", ["sha"] = Client.TextOf(head, "object", "sha") },
            cancellation
        );
        await Client.SendAsync(
            HttpMethod.Put,
            contents,
            new JsonObject
            {
                ["message"] = $"{proposal.Title}\n\n{proposal.Message}",
                ["content"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(proposal.New)),
                ["sha"] = Client.TextOf(file, "sha"),
                ["branch"] = branch,
            },
            cancellation
        );
        var request = await Client.SendAsync(
            HttpMethod.Post,
            $"{repository}/pulls",
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

    private string Decoded(JsonObject file) => ForgeContent.Decoded(Client.TextOf(file, "content"));
}
