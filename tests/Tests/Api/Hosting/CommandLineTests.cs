using Knowledge.Api.Hosting;
using Knowledge.Api.Options;
using Knowledge.Content;

namespace Knowledge.Tests.Api.Hosting;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Repeated_options_become_lists() =>
        Assert.Equal(
            ["--content:0=a", "--content:1=team=b", "--content:2=c", "--host:0=kb.internal", "--host:1=kb"],
            (await Run("--content", "a", "--host", "kb.internal", "--content", "team=b", "--host", "kb", "--content=c")).Settings
        );

    [Theory]
    [InlineData("--insecure=True", "--insecure")]
    [InlineData("--insecure=True", "--insecure", "true")]
    [InlineData("--insecure=False", "--insecure=false")]
    [InlineData("--data=d", "--data", "d")]
    [InlineData("--data=d", "--data=d")]
    [InlineData("--query-prefix=@file", "--query-prefix", "@file")]
    [InlineData("--import:0=1h jira -x", "--import", "1h jira -x")]
    [InlineData("--environment=Development", "--environment=Development")]
    [InlineData("--Logging:LogLevel:Default=Debug", "--Logging:LogLevel:Default=Debug")]
    [InlineData("--Logging:LogLevel:Default=Debug", "--Logging:LogLevel:Default", "Debug")]
    public async Task Options_and_paths_become_settings(string setting, params string[] arguments)
    {
        var run = await Run(arguments);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal([setting], run.Settings);
    }

    [Theory]
    [InlineData("did you mean --content?", "--contnet", "x")]
    [InlineData("did you mean --content?", "--Content=x")]
    [InlineData("did you mean --public-url?", "--public_url", "x")]
    [InlineData("did you mean --query-deadline?", "--query-d=5")]
    [InlineData("unknown option '--frobnicate' (see --help)", "--frobnicate")]
    [InlineData("unknown option '--Logging:LogLevel:Default'", "--Logging:LogLevel:Default")]
    [InlineData("unknown argument 'runbooks'", "runbooks")]
    [InlineData("'maybe'", "--insecure=maybe")]
    [InlineData("--content", "--content")]
    [InlineData("--data needs a value", "--data", "--insecure")]
    [InlineData("--content needs a value", "--content", "--data", "d")]
    [InlineData("missing for option: '--content'", "--content=")]
    [InlineData("--data needs a value", "--data", " ")]
    [InlineData("--data", "--data", "a", "--data", "b")]
    public async Task Wrong_use_is_one_line_and_exit_code_2(string why, params string[] arguments)
    {
        var run = await Run(arguments);
        Assert.Equal(2, run.Code);
        Assert.Null(run.Settings);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
        Assert.DoesNotContain("System.", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task Help_names_every_option_and_its_variable_and_serves_nothing()
    {
        var run = await Run("--help");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Null(run.Settings);
        Assert.All(
            Settings.All.Where(s => !s.IsHidden),
            s => Assert.Contains($"--{s.Name} <{s.Value}>", run.Output, StringComparison.Ordinal)
        );
        Assert.All(Settings.All, s => Assert.Contains(s.Environment ?? "", run.Output, StringComparison.Ordinal));
        Assert.Contains("--insecure", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("contentRoot", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_and_variable_is_in_the_table_of_the_documentation()
    {
        var documentation = File.ReadAllText(Path.Combine(Repository.Root, "api", "README.md"));
        Assert.All(
            Settings.All.Where(s => !s.IsHidden),
            s =>
            {
                Assert.Contains($"`--{s.Name} ", documentation, StringComparison.Ordinal);
                Assert.Contains(s.Environment ?? "", documentation, StringComparison.Ordinal);
            }
        );
    }

    [Fact]
    public async Task What_serving_returns_is_the_exit_code() => Assert.Equal(3, (await Run([], code: 3)).Code);

    private static Task<(int Code, IReadOnlyList<string>? Settings, string Output, string Error)> Run(params string[] arguments) =>
        Run(arguments, code: 0);

    private static async Task<(int Code, IReadOnlyList<string>? Settings, string Output, string Error)> Run(string[] arguments, int code)
    {
        IReadOnlyList<string>? settings = null;
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await CommandLine.RunAsync(
            arguments,
            given =>
            {
                settings = given;
                return Task.FromResult(code);
            },
            output,
            error
        );
        return (exit, settings, output.ToString(), error.ToString());
    }

    [Fact]
    public void The_version_is_that_of_the_build() => Assert.Matches(@"^\d+\.\d+\.\d+$", Product.Version);
}
