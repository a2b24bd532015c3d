using System.Text;
using Knowledge.Api.Options;
using Knowledge.Indexer.Proposals;

namespace Knowledge.Api.Proposals;

/// <summary>Gitea, Forgejo and Codeberg (https://docs.gitea.com/api: repository contents, pull requests).</summary>
internal sealed class GiteaForge(ForgeClient client, ForgeSettings settings) : Forge(client, settings)
{
    public override async Task<Uri> RequestAsync(Proposal proposal, CancellationToken cancellation)
    {
        var repository = $"repos/{Settings.Repository}";
        var target = Settings.Branch ?? Client.TextOf(await Client.GetAsync(repository, cancellation), "default_branch");
        var contents = $"{repository}/contents/{Escaped(proposal.Path)}";
        var file = await Client.GetAsync($"{contents}?ref={Uri.EscapeDataString(target)}", cancellation);
        Compare(proposal, ForgeContent.Decoded(Client.TextOf(file, "content")));
        var branch = BranchOf(proposal);
        await Client.SendAsync(
            HttpMethod.Put,
            contents,
            new()
            {
                ["message"] = $"{proposal.Title}\n\n{proposal.Message}",
                ["content"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(proposal.New)),
                ["sha"] = Client.TextOf(file, "sha"),
                ["branch"] = target,
                ["new_branch"] = branch,
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
}
