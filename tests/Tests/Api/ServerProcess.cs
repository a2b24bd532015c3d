using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Knowledge.Tests.Api;

/// <summary>The server as a process of its own, which can be killed and started again over the same data.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly string place = Directory.CreateTempSubdirectory("kb-server-").FullName;
    private readonly IReadOnlyDictionary<string, string> environment;
    private Process? process;

    public ServerProcess(IReadOnlyDictionary<string, string> environment, params (string Path, string Text)[] files)
    {
        this.environment = environment;
        Data = Path.Combine(place, "data");
        Directory.CreateDirectory(Content);
        foreach (var (path, text) in files)
            File.WriteAllText(Path.Combine(Content, path), text);
        Address = new($"http://127.0.0.1:{FreePort()}");
        Client = new() { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <summary>Told in addition.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The program; the one that was built with the tests where none is given.</summary>
    public string Program { get; init; } = Repository.Program("Knowledge.Api", "Knowledge.Api.dll");

    /// <summary>How many files it may have open; as many as this process where it is not given.</summary>
    public int? OpenFiles { get; init; }

    /// <summary>Number of its process, while it runs.</summary>
    public int Id => process!.Id;

    /// <summary>How it ended by itself; null while it runs.</summary>
    public int? ExitCode => process is { HasExited: true } ended ? ended.ExitCode : null;

    public Uri Address { get; }

    public HttpClient Client { get; }

    public string Place => place;

    /// <summary>Where its store lies; its own where none is given.</summary>
    public string Data { get; init; }

    /// <summary>What it wrote to its output and its errors, line by line.</summary>
    public ConcurrentQueue<string> Output { get; } = [];

    private void Keep(string? line)
    {
        if (line is not null)
            Output.Enqueue(line);
    }

    private string Content => Path.Combine(place, "content");

    /// <summary>Starts it where it should refuse to, and returns its exit code.</summary>
    public async Task<int> End()
    {
        var begun = Begin();
        await begun.WaitForExitAsync(TestContext.Current.CancellationToken);
        return begun.ExitCode;
    }

    private Process Begin()
    {
        string[] server = ["dotnet", "exec", Program, "--content", Content, "--data", Data, "--urls", Address.ToString().TrimEnd('/')];
        var limited = OpenFiles is { } files ? (string[])["bash", "-c", $"ulimit -n {files} && exec \"$@\"", "bash", .. server] : server;
        var start = new ProcessStartInfo(limited[0], [.. limited[1..], .. Arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, e) => Keep(e.Data);
        process.ErrorDataReceived += (_, e) => Keep(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    public async Task Start()
    {
        Begin();
        // Only guards against hanging: a loaded machine starts slowly.
        for (var begun = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromMinutes(2); )
        {
            try
            {
                if (
                    (
                        await Client.GetAsync(new Uri("/-/ready", UriKind.Relative), TestContext.Current.CancellationToken)
                    ).IsSuccessStatusCode
                )
                    return;
            }
            catch (Exception e) when (e is HttpRequestException or System.Net.Sockets.SocketException)
            {
                // Not yet.
            }
            Assert.False(process!.HasExited, "The server ended.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        Assert.Fail("The server was not ready.");
    }

    public void Kill()
    {
        process!.Kill();
        process.WaitForExit();
        process.Dispose();
        process = null;
    }

    public void Dispose()
    {
        if (process is not null)
            Kill();
        Client.Dispose();
        Directory.Delete(place, recursive: true);
    }

    /// <summary>A port below those that the system gives to clients: while a server is away, nobody else gets its own.</summary>
    internal static int FreePort()
    {
        while (true)
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(10_000, 32_000));
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Taken.
            }
    }
}
