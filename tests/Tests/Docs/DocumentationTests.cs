using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Knowledge.Tests.Api;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Docs;

/// <summary>What the documentation promises exists, and what exists is documented.</summary>
public sealed partial class DocumentationTests(Server server) : IClassFixture<Server>
{
    [Fact]
    public void Every_endpoint_is_documented()
    {
        var page = Repository.Text("api/README.md");
        _ = server.Services;
        var routes = server
            .Services.GetServices<EndpointDataSource>()
            .SelectMany(s => s.Endpoints)
            .OfType<RouteEndpoint>()
            .Select(e => e.RoutePattern.RawText!.Replace("**", "", StringComparison.Ordinal))
            // What pages consist of, and the fallbacks that say "not found".
            .Where(r =>
                r is not ("/assets/{name}" or "/theme" or "/problems/{name}" or "/openapi/{documentName}.json")
                && !r.Contains("{*", StringComparison.Ordinal)
                && !r.Contains("path", StringComparison.Ordinal)
            )
            .Distinct()
            .ToList();
        Assert.Contains("/api/search", routes);
        Assert.All(routes, route => Assert.Contains(route.Length > 1 ? route.TrimEnd('/') : "`/`", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_metric_is_documented()
    {
        using var client = server.Client();
        await client.GetAsync("/api/search?q=empty+dashboard", TestContext.Current.CancellationToken);
        var text = await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        var page = Repository.Text("api/README.md");
        var names = MetricType()
            .Matches(text)
            .Select(m => m.Groups[1].Value)
            .Where(n => n.StartsWith("kb_", StringComparison.Ordinal))
            .ToList();
        Assert.True(names.Count >= 8, string.Join(' ', names));
        Assert.All(names, name => Assert.Contains($"`{name}", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_command_of_kb_is_documented()
    {
        var help = Kb("--help").Output;
        var commands = HelpCommand()
            .Matches(help[help.IndexOf("Commands:", StringComparison.Ordinal)..])
            .Select(m => m.Groups[1].Value)
            .ToList();
        Assert.Equal(
            [
                "search",
                "show",
                "check",
                "match",
                "touch",
                "schema",
                "eval",
                "import",
                "inbox",
                "hook",
                "new",
                "embed",
                "archive",
                "mcp",
                "export",
                "config",
                "completion",
                "man",
            ],
            commands
        );
        var page = Repository.Text("indexer/README.md");
        Assert.All(commands, command => Assert.Contains($"`kb {command}", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_importer_and_its_options_are_documented()
    {
        var help = Kb("import --help").Output;
        var importers = HelpCommand()
            .Matches(help[help.IndexOf("Commands:", StringComparison.Ordinal)..])
            .Select(m => m.Groups[1].Value)
            .ToList();
        Assert.Equal(["confluence", "servicenow", "stackexchange", "jira", "slack"], importers);
        var page = Repository.Text("indexer/Importing/README.md");
        Assert.All(
            importers,
            importer =>
            {
                Assert.Contains($"`kb import {importer}", page, StringComparison.Ordinal);
                Assert.All(
                    HelpOption()
                        .Matches(Kb($"import {importer} --help").Output)
                        .Select(m => m.Groups[1].Value)
                        // Of every command; the page of kb has them.
                        .Where(o => o is not "--help" and not "--version" and not "--color" and not "--no-pager"),
                    option => Assert.Contains($"`{option}", page, StringComparison.Ordinal)
                );
            }
        );
    }

    [Theory]
    [InlineData("search")]
    [InlineData("show")]
    [InlineData("check")]
    [InlineData("match")]
    [InlineData("touch")]
    [InlineData("schema")]
    [InlineData("eval")]
    public void Every_option_of_a_command_is_documented(string command)
    {
        var page = Repository.Text("indexer/README.md");
        var options = HelpOption()
            .Matches(Kb($"{command} --help").Output)
            .Select(m => m.Groups[1].Value)
            .Where(o => o is not "--help" and not "--version")
            .ToList();
        Assert.All(options, option => Assert.Contains($"`{option}", page, StringComparison.Ordinal));
    }

    /// <summary>The commands of README.md that kb answers, run as they stand there.</summary>
    public static TheoryData<string> KbCommands() =>
        [.. ReadmeCommand().Matches(Repository.Text("README.md")).Select(m => m.Groups[1].Value)];

    [Theory]
    [MemberData(nameof(KbCommands))]
    public void Commands_of_the_readme_run(string arguments)
    {
        var (code, _, error) = Kb(arguments);
        Assert.Equal((0, ""), (code, error));
    }

    [Theory]
    [InlineData("search empty dashboard -o json", 0)]
    [InlineData("search purple elephant invoice", 0)]
    [InlineData("show no-such-page", 4)]
    [InlineData("show /docs/nightly-load-stuck#remediation", 0)]
    [InlineData("search", 2)]
    [InlineData("serach x", 2)]
    [InlineData("search x --limit 0", 2)]
    [InlineData("search x -o xml", 2)]
    [InlineData("search x --content /no/such/directory", 2)]
    [InlineData("search x --content .ci", 3)]
    [InlineData("import jira no-such-file --out artifacts/no-such-directory", 2)]
    [InlineData("check", 0)]
    [InlineData("check --summary -o json", 0)]
    [InlineData("check -o sarif", 0)]
    [InlineData("check -o xml", 2)]
    [InlineData("check --summary -o sarif", 2)]
    [InlineData("check --baseline no-such-file.json", 2)]
    [InlineData("check --write-baseline no-such-directory/b.json", 2)]
    [InlineData("check --stale-months 0", 2)]
    [InlineData("match runbooks/alerts", 0)]
    [InlineData("match README.md", 2)]
    [InlineData("match no-such-file.json", 2)]
    [InlineData("match no-such-directory", 2)]
    [InlineData("match docs", 3)]
    [InlineData("touch README.md", 0)]
    [InlineData("touch --repository ticker-loader src/output/shard-07.py infra-cron:cron/cleanup-ticker.sh", 0)]
    [InlineData("touch --repository ticker-loader src/output/shard-07.py --acknowledge https://tracker.tickerline.example/PLAT-300", 0)]
    [InlineData("touch --repository ticker-loader src/output/shard-07.py --acknowledge later", 2)]
    [InlineData("touch --repository", 2)]
    [InlineData("touch a.txt --content .ci", 3)]
    [InlineData("schema", 0)]
    [InlineData("schema catalog", 0)]
    [InlineData("schema absent", 2)]
    public void Exit_codes_are_those_of_the_table(string arguments, int expected)
    {
        var (code, output, error) = Kb(arguments);
        Assert.True(expected == code, $"{code}: {error}{output}");
        if (code is 0)
            Assert.NotEmpty(output);
        else
            Assert.Matches(@"^kb: [^\n]+\n$", error);
    }

    [Fact]
    public async Task Kb_and_the_api_give_the_same_answer()
    {
        using var client = server.Client();
        using var api = JsonDocument.Parse(
            await client.GetStringAsync("/api/search?q=empty+dashboard&limit=10", TestContext.Current.CancellationToken)
        );
        using var kb = JsonDocument.Parse(Kb("search empty dashboard --embedder table -o json").Output);
        foreach (var property in kb.RootElement.EnumerateObject().Where(p => p.Name != "tookMs"))
            Assert.True(JsonElement.DeepEquals(property.Value, api.RootElement.GetProperty(property.Name)), property.Name);
    }

    private static (int ExitCode, string Output, string Error) Kb(string arguments)
    {
        var program = Repository.Program("Knowledge.Indexer", "kb.dll");
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", $"exec \"{program}\" {arguments}")
            {
                WorkingDirectory = Repository.Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    [GeneratedRegex(@"^# TYPE (\S+)", RegexOptions.Multiline)]
    private static partial Regex MetricType();

    [GeneratedRegex(@"^  (\w+)", RegexOptions.Multiline)]
    private static partial Regex HelpCommand();

    [GeneratedRegex(@"^  (?:-\w, )?(--[\w-]+)", RegexOptions.Multiline)]
    private static partial Regex HelpOption();

    [GeneratedRegex(@"^(?:dotnet run --project indexer -- |artifacts/kb/kb )(.+)$", RegexOptions.Multiline)]
    private static partial Regex ReadmeCommand();
}
