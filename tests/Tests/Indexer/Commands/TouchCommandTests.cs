using System.Diagnostics;
using System.Text.Json;

namespace Knowledge.Tests.Indexer.Commands;

public sealed class TouchCommandTests
{
    private static readonly string Content = Path.Combine(Repository.Root, "runbooks");

    private static async Task<(int ExitCode, string Output, string Error)> Piped(string input, params string[] arguments)
    {
        var program = Repository.Program("Knowledge.Indexer", "kb.dll");
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", ["exec", program, "touch", "--content", Content, .. arguments])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    [Fact]
    public async Task The_change_of_the_story_is_stopped_and_told_whom_to_ask()
    {
        var (code, output, error) = await Kb.Run("touch", "--content", Content, "--repository", "ticker-loader", "src/output/shard-07.py");
        Assert.Equal((1, ""), (code, error));
        Assert.Contains("infra-cron: cron/cleanup-ticker.sh, owner platform", output, StringComparison.Ordinal);
        Assert.Contains("Empty dashboards on Monday morning", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_diff_on_standard_input_is_a_change()
    {
        const string diff =
            "diff --git a/src/output/flat.py b/src/output/shard-07.py\nsimilarity index 60%\n"
            + "rename from src/output/flat.py\nrename to src/output/shard-07.py\n";
        var (code, output, _) = await Piped(diff, "--repository", "tickerline/ticker-loader", "-o", "json");
        Assert.Equal(1, code);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.Equal(("twinMissing", 2), (report.GetProperty("verdict").GetString(), report.GetProperty("paths").GetInt32()));
        var missing = report.GetProperty("missing")[0];
        Assert.Equal(
            ("infra-cron", "cron/cleanup-ticker.sh", "platform"),
            (
                missing.GetProperty("repository").GetString(),
                missing.GetProperty("path").GetString(),
                missing.GetProperty("owner").GetProperty("team").GetString()
            )
        );
        Assert.Equal(
            0,
            (
                await Piped(diff + "diff --git a/cron/cleanup-ticker.sh b/cron/cleanup-ticker.sh\nold mode 100644\nnew mode 100755\n")
            ).ExitCode
        );
        Assert.Equal(0, (await Piped(diff, "--acknowledge", "https://tracker.tickerline.example/PLAT-300")).ExitCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("fatal: bad revision\n")]
    public async Task A_pipe_that_failed_is_no_change_without_twins(string input)
    {
        var (code, output, error) = await Piped(input);
        Assert.Equal((2, ""), (code, output));
        Assert.Matches(@"^kb: [^\n]+\n$", error);
    }
}
