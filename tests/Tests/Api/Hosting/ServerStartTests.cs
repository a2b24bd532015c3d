using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Knowledge.Content;
using Knowledge.Tests.Indexer.Embeddings.Encoder;

namespace Knowledge.Tests.Api.Hosting;

/// <summary>The real program: how it ends when it cannot start.</summary>
[Trait("Reliability", "F-23")]
public sealed class ServerStartTests : IDisposable
{
    private readonly string place = Directory.CreateTempSubdirectory("kb-start-").FullName;

    public ServerStartTests()
    {
        Directory.CreateDirectory(Content);
        File.WriteAllText(Path.Combine(Content, "a.md"), "# A\n\nText.\n");
    }

    public void Dispose() => Directory.Delete(place, recursive: true);

    private string Content => Path.Combine(place, "content");

    private string Data => Path.Combine(place, "data");

    [Fact]
    public async Task A_taken_port_is_one_line_before_anything_is_read()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var (code, output, error) = await Run("--urls", $"http://127.0.0.1:{port}");
        AssertOneLine(4, code, output, error);
        Assert.Contains($"127.0.0.1:{port}", error, StringComparison.Ordinal);
        Assert.Contains("--urls", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_what_it_does_before_it_reads()
    {
        using var server = new ServerProcess(new Dictionary<string, string>(), ("a.md", "# A\n\nText.\n"));
        await server.Start();
        var lines = server.Output.ToList();
        var told = lines.FindIndex(l => l.Contains($"Knowledge {Product.Version} reads", StringComparison.Ordinal));
        var read = lines.FindIndex(l => l.Contains("Ingested 1 documents", StringComparison.Ordinal));
        Assert.True(told >= 0 && told < read, string.Join('\n', lines));
        // What builds it says so too: the profile of `dotnet run` asks for it.
        Assert.Contains("\"dotnetRunMessages\": true", Repository.Text("api/Properties/launchSettings.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://127.0.0.1:0", "", 2, "certificate")]
    [InlineData("http://198.51.100.7:45719", "--insecure", 4, "cannot listen")]
    [InlineData("nonsense", "--insecure", 2, "nonsense")]
    [InlineData("http://127.0.0.1:99999", "--insecure", 2, "address")]
    [InlineData("http://127.0.0.1:0/base", "", 2, "address")]
    [InlineData("https://127.0.0.1:0", "--Kestrel:Certificates:Default:Path=/no/such/certificate.pem", 2, "certificate")]
    [InlineData("http://127.0.0.1:0", "--Kestrel:Endpoints:Web:Protocols=Http1", 2, "Web")]
    [InlineData("http://127.0.0.1:0", "--Logging:LogLevel:Default=Loud", 2, "Loud")]
    public async Task What_cannot_be_listened_on_or_configured_is_one_line(string urls, string more, int exit, string why)
    {
        var (code, output, error) = await Run([.. more.Length > 0 ? (string[])[more] : [], "--urls", urls]);
        AssertOneLine(exit, code, output, error);
        Assert.Contains(why, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reranker_that_cannot_be_used_is_one_line_before_anything_is_read()
    {
        using var model = new TinyModel();
        foreach (
            var (directory, why) in new[] { (model.Root, "only BertForSequenceClassification"), (place, "config.json: file: is missing") }
        )
        {
            var (code, output, error) = await Run("--urls", "http://127.0.0.1:0", "--reranker", directory);
            AssertOneLine(2, code, output, error);
            Assert.Contains($"--reranker: {directory}: ", error, StringComparison.Ordinal);
            Assert.Contains(why, error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_configuration_file_that_cannot_be_read_is_one_line()
    {
        File.WriteAllText(Path.Combine(place, "appsettings.json"), "{ not JSON");
        var (code, output, error) = await Run("--urls", "http://127.0.0.1:0");
        AssertOneLine(2, code, output, error);
        Assert.Contains("appsettings.json", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_file_gives_what_options_give()
    {
        File.WriteAllText(Path.Combine(place, "appsettings.json"), """{ "content": ["/no/such/directory"] }""");
        var (code, _, error) = await RunProgram("--urls", "http://127.0.0.1:0");
        Assert.Equal(2, code);
        Assert.Contains("/no/such/directory", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Told_to_stop_while_starting_it_ends_in_order()
    {
        for (var i = 0; i < 3000; i++)
            File.WriteAllText(Path.Combine(Content, $"{i}.md"), $"# Page {i}\n\n{string.Join(' ', Enumerable.Range(i, 200))}\n");
        using var process = Start("--content", Content, "--data", Data, "--urls", "http://127.0.0.1:0");
        var (output, error) = (
            process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)
        );
        // The data directory is made when the content is being read.
        while (!Directory.Exists(Data) && !process.HasExited)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        Assert.False(process.HasExited);
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("   at ", await output + await error, StringComparison.Ordinal);
        Assert.Equal("stopped while starting\n", await error);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task A_folder_of_the_configuration_that_is_not_there_is_one_line()
    {
        var (code, output, error) = await Run("--contentRoot", "/no/such/folder");
        AssertOneLine(2, code, output, error);
        Assert.Contains("/no/such/folder", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("search x --limit abc", "--limit takes 1 to 100")]
    [InlineData("search x --limit 1.5", "--limit takes 1 to 100")]
    [InlineData("search x --limit 99999999999", "--limit takes 1 to 100")]
    [InlineData("search x --embedder-weight abc", "--embedder-weight takes 0 to 1")]
    [InlineData("search x --embedder-weight NaN", "--embedder-weight takes 0 to 1")]
    [InlineData("check --stale-months abc", "--stale-months takes 1 to 1200")]
    [InlineData("import stackexchange x --out y --min-score abc", "--min-score takes -2147483648 to 2147483647")]
    [InlineData("import stackexchange x --out y --min-score", "--min-score")]
    public async Task A_number_that_is_none_is_one_line(string arguments, string why)
    {
        using var process = StartProgram("kb", arguments.Split(' '));
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, process.ExitCode);
        Assert.Equal(1, error.Count(c => c == '\n'));
        Assert.Contains(why, error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_begins_with_an_at_sign_is_a_word()
    {
        File.WriteAllText(Path.Combine(place, "here"), "--help");
        using var process = StartProgram("kb", "search", "--content", Content, "@here", "disk", "full");
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("Usage:", output, StringComparison.Ordinal);
        Assert.NotEqual(2, process.ExitCode);
    }

    [Theory]
    [InlineData("Knowledge.Api")]
    [InlineData("kb")]
    public async Task Both_programs_tell_the_version(string program)
    {
        using var process = StartProgram(program, "--version");
        Assert.Equal(Product.Version, (await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    private void AssertOneLine(int expected, int code, string output, string error)
    {
        Assert.DoesNotContain("   at ", output + error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(c => c == '\n'));
        Assert.Equal(expected, code);
        Assert.False(Directory.Exists(Data), "content was read before");
    }

    private Task<(int Code, string Output, string Error)> Run(params string[] arguments) =>
        RunProgram(["--content", Content, .. arguments]);

    private async Task<(int Code, string Output, string Error)> RunProgram(params string[] arguments)
    {
        using var process = Start(["--data", Data, .. arguments]);
        var (output, error) = (
            process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)
        );
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        guard.CancelAfter(TimeSpan.FromMinutes(1));
        try
        {
            await process.WaitForExitAsync(guard.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            Assert.Fail("the server went on");
        }
        return (process.ExitCode, await output, await error);
    }

    private Process Start(params string[] arguments) => StartProgram("Knowledge.Api", arguments);

    private Process StartProgram(string program, params string[] arguments)
    {
        var project = program == "kb" ? "Knowledge.Indexer" : program;
        var file = Repository.Program(project, $"{program}.dll");
        return Process.Start(
            new ProcessStartInfo("dotnet", ["exec", file, .. arguments])
            {
                WorkingDirectory = place,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
    }
}
