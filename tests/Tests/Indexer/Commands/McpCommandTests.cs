using System.Diagnostics;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Knowledge.Tests.Indexer.Commands;

/// <summary><c>kb mcp</c> as a client starts it.</summary>
public sealed class McpCommandTests
{
    private static readonly string Program = Repository.Program("Knowledge.Indexer", "kb.dll");
    private static readonly string Content = Path.Combine(Repository.Root, "runbooks");

    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task A_client_of_every_version_is_served_over_standard_input_and_output(string version)
    {
        var transport = new StdioClientTransport(
            new StdioClientTransportOptions { Command = "dotnet", Arguments = ["exec", Program, "mcp", "--content", Content] }
        );
        await using var client = await McpClient.CreateAsync(
            transport,
            new McpClientOptions { ProtocolVersion = version, DiscoverProbeTimeout = Timeout.InfiniteTimeSpan },
            cancellationToken: Cancellation
        );

        Assert.Equal(8, (await client.ListToolsAsync(cancellationToken: Cancellation)).Count);
        var answer = await client.CallToolAsync(
            "search",
            new Dictionary<string, object?> { ["query"] = "empty dashboard" },
            cancellationToken: Cancellation
        );
        Assert.StartsWith("confidence: high", Assert.IsType<TextContentBlock>(answer.Content[0]).Text, StringComparison.Ordinal);
        Assert.NotEmpty(await client.ListResourcesAsync(cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Standard_output_holds_messages_only_and_it_ends_with_its_input()
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", ["exec", Program, "mcp", "--content", Content])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var error = process.StandardError.ReadToEndAsync(Cancellation);
        foreach (
            var line in new[]
            {
                """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"""
                    + "\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}",
                """{"jsonrpc":"2.0","method":"notifications/initialized"}""",
                "this is no message",
                """{"jsonrpc":"2.0","id":2,"method":"no/such/method"}""",
                """{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"show","arguments":{"id":"absent"}}}""",
            }
        )
            await process.StandardInput.WriteLineAsync(line);
        var lines = new List<string>();
        while (
            lines.Count < 3 && await process.StandardOutput.ReadLineAsync(Cancellation).AsTask().WaitAsync(Hang, Cancellation) is { } line
        )
            lines.Add(line);
        process.StandardInput.Close();
        lines.AddRange((await process.StandardOutput.ReadToEndAsync(Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        await process.WaitForExitAsync(Cancellation).WaitAsync(Hang, Cancellation);

        Assert.True(lines.Count >= 3, $"{string.Join('\n', lines)}\n{await error}");
        Assert.All(lines, l => Assert.Equal("2.0", JsonDocument.Parse(l).RootElement.GetProperty("jsonrpc").GetString()));
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task Without_content_there_is_nothing_to_serve()
    {
        using var empty = new Fixture();
        Assert.Equal(3, (await Kb.Run("mcp", "--content", empty.Directory)).ExitCode);
        Assert.Equal(2, (await Kb.Run("mcp", "--content", "no-such-directory")).ExitCode);
    }
}
