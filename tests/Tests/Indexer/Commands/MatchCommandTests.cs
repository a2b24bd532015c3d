using System.Text.Json;

namespace Knowledge.Tests.Indexer.Commands;

public sealed class MatchCommandTests : IDisposable
{
    private readonly Fixture fixture = new Fixture()
        .With("kb/jobs/JobCompletion.md", "# JobCompletion\n\n## Remediation\n\n1. Look.\n")
        .With(
            "kb/board.md",
            "# Charts stay empty\n\n## Symptoms\n\n- tiles of the sales board are blank\n\n"
                + "## Remediation\n\n1. Run the aggregation again.\n"
        );

    public void Dispose() => fixture.Dispose();

    private Task<(int ExitCode, string Output, string Error)> Match(string name, string summary, string? link, string format)
    {
        var runbook = link is null ? "" : $", \"runbook_url\": \"{link}\"";
        fixture.With(
            "alerts.json",
            $$"""
            {"version": "4", "alerts": [{"status": "firing", "labels": {"alertname": "{{name}}"},
             "annotations": {"summary": "{{summary}}"{{runbook}} } }]}
            """
        );
        return Kb.Run("match", $"{fixture.Directory}/alerts.json", "--content", $"{fixture.Directory}/kb", "-o", format);
    }

    [Theory]
    // A page that shares its words is no runbook; an address that nobody checked may be one.
    [InlineData("BoardCheck", "sales tiles blank", null, 4, null, null, "board")]
    [InlineData("BoardCheck", "sales tiles blank", "https://x.example/jobs/gone", 4, null, "dead", "board")]
    [InlineData("BoardCheck", "sales tiles blank", "https://x.example/wiki/board-check", 0, null, "elsewhere", "board")]
    [InlineData("JobNotCompleted", "late", "https://x.example/jobs/jobnotcompleted", 0, "jobs/jobcompletion", "rescued", null)]
    [InlineData("Unheard", "late", "https://x.example/jobs/JobCompletion.md", 0, "jobs/jobcompletion", "served", null)]
    [InlineData("Unheard", "zebra", null, 4, null, null, null)]
    public async Task Each_alert_is_told_with_its_own_link_and_what_became_of_it(
        string name,
        string summary,
        string? link,
        int expected,
        string? page,
        string? state,
        string? guess
    )
    {
        var (code, output, _) = await Match(name, summary, link, "json");
        using var json = JsonDocument.Parse(output);
        var match = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal(expected, code);
        Assert.Equal(page, match.TryGetProperty("documentId", out var id) ? id.GetString() : null);
        Assert.Equal(state, match.TryGetProperty("links", out var links) ? links[0].GetProperty("state").GetString() : null);
        Assert.Equal(guess, match.TryGetProperty("suggestion", out var page2) ? page2.GetProperty("documentId").GetString() : null);
    }

    [Fact]
    public async Task The_table_has_the_own_link_before_the_runbook()
    {
        var (code, output, _) = await Match("BoardCheck", "sales tiles blank", "https://x.example/jobs/gone", "table");
        var words = string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(4, code);
        Assert.Matches("alert its own link runbook confidence why", words);
        Assert.Contains("BoardCheck", words, StringComparison.Ordinal);
        Assert.Contains("dead", words, StringComparison.Ordinal);
        Assert.Contains("guess", words, StringComparison.Ordinal);
    }
}
