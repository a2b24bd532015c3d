using System.Text.Json.Nodes;
using Knowledge.Api.Options;
using Knowledge.Indexer.Proposals;

namespace Knowledge.Api.Proposals;

/// <summary>GitLab (https://docs.gitlab.com/api: projects, repository files, commits, merge requests).</summary>
internal sealed class GitLabForge(ForgeClient client, ForgeSettings settings) : Forge(client, settings)
{
    public override async Task<Uri> RequestAsync(Proposal proposal, CancellationToken cancellation)
    {
        var project = $"projects/{Uri.EscapeDataString(Settings.Repository)}";
        var target = Settings.Branch ?? Client.TextOf(await Client.GetAsync(project, cancellation), "default_branch");
        var file = $"{project}/repository/files/{Uri.EscapeDataString(proposal.Path)}/raw?ref={Uri.EscapeDataString(target)}";
        Compare(proposal, await Client.SendTextAsync(HttpMethod.Get, file, null, cancellation));
        var branch = BranchOf(proposal);
        await Client.SendAsync(
            HttpMethod.Post,
            $"{project}/repository/commits",
            new()
            {
                ["branch"] = branch,
                ["start_branch"] = target,
                ["commit_message"] = $"{proposal.Title}\n\n{proposal.Message}",
                ["actions"] = new JsonArray(
                    new JsonObject
                    {
                        ["action"] = "update",
                        ["file_path"] = proposal.Path,
                        ["content"] = proposal.New,
                    }
                ),
            },
            cancellation
        );
        var request = await Client.SendAsync(
            HttpMethod.Post,
            $"{project}/merge_requests",
            new()
            {
                ["source_branch"] = branch,
                ["target_branch"] = target,
                ["title"] = proposal.Title,
                ["description"] = proposal.Message,
                ["remove_source_branch"] = true,
            },
            cancellation
        );
        return Client.AddressOf(request, "web_url");
    }
}
