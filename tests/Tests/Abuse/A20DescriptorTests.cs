using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Knowledge.Api.Hosting;
using Knowledge.Tests.Api;

namespace Knowledge.Tests.Abuse;

/// <summary>A-20: with few descriptors the server says so and does not start; with enough of them connections do not end it.</summary>
public sealed class A20DescriptorTests
{
    // More than a process may have open that has a thousand files.
    private const int Connections = 2_000;

    // Looks at the sources, threads and files go on meanwhile.
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(6);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static ServerProcess Create(int openFiles) =>
        new(new Dictionary<string, string> { ["KB_EMBEDDER"] = "table" }, ("disk.md", "# Disk is full\n\n1. Remove old files.\n"))
        {
            OpenFiles = openFiles,
        };

    [Theory]
    [InlineData(256)]
    [InlineData(320)]
    [InlineData(512)]
    [InlineData(ConnectionLimit.Needed - 1)]
    public async Task Below_what_it_needs_it_is_one_line_with_the_number_and_what_to_do(int openFiles)
    {
        using var server = Create(openFiles);

        Assert.Equal(5, await server.End());

        var line = Assert.Single(server.Output);
        Assert.Contains($" {openFiles} files", line, StringComparison.Ordinal);
        Assert.Contains($"at least {ConnectionLimit.Needed}", line, StringComparison.Ordinal);
        Assert.Contains("ulimit -n", line, StringComparison.Ordinal);
        Assert.False(Directory.Exists(server.Data));
    }

    [Theory]
    [InlineData(ConnectionLimit.Needed)]
    [InlineData(1_024)]
    public async Task Idle_connections_take_what_is_left_and_no_more(int openFiles)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "How many descriptors there are is told by Linux alone.");
        using var server = Create(openFiles);
        await server.Start();
        var sockets = new List<Socket>();
        try
        {
            var most = 0;
            for (var begun = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(begun) < Held; )
            {
                // What the server closed is opened again.
                sockets.RemoveAll(IsClosed);
                sockets.AddRange(await Task.WhenAll(Enumerable.Range(0, Connections - sockets.Count).Select(_ => Open(server.Address))));
                most = Math.Max(most, Directory.GetFiles($"/proc/{server.Id}/fd").Length);
                await File.WriteAllTextAsync(
                    Path.Combine(server.Place, "content", "new.md"),
                    $"# New {most} {sockets.Count}\n\n1. Look.\n",
                    Cancellation
                );
                await Task.Delay(200, Cancellation);
            }
            Assert.InRange(most, 1, openFiles - 1);
        }
        finally
        {
            sockets.ForEach(s => s.Dispose());
        }
        Assert.DoesNotContain(
            server.Output,
            l => l.Contains("open files", StringComparison.Ordinal) || l.Contains("OutOfMemory", StringComparison.Ordinal)
        );
        // Nobody fills the disk by being refused.
        Assert.True(server.Output.Count < 200, $"{server.Output.Count} lines");
        foreach (var path in new[] { "/-/ready", "/alerts", "/docs/disk" })
            Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync(new Uri(path, UriKind.Relative), Cancellation)).StatusCode);
        var found = await server.Client.GetFromJsonAsync<JsonElement>("/api/search?q=disk+full", Cancellation);
        Assert.Equal("disk", found.GetProperty("hits")[0].GetProperty("documentId").GetString());
    }

    // Whoever is not taken at once waits in the queue of the system, or is refused by it.
    private static async Task<Socket> Open(Uri address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(1));
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, address.Port, patience.Token);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            socket.Dispose();
        }
        return socket;
    }

    private static bool IsClosed(Socket socket)
    {
        if (!socket.Connected)
            return true;
        if (!socket.Poll(0, SelectMode.SelectRead) || socket.Available > 0)
            return false;
        socket.Dispose();
        return true;
    }
}
