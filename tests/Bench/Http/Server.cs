using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Knowledge.Api.Options;

namespace Knowledge.Bench.Http;

/// <summary>A published server in a process of its own, on a loopback port that was free; killed when disposed.</summary>
internal sealed class Server : IDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(10);

    private readonly Process process;
    private readonly HttpClient client;
    private readonly long started;

    /// <param name="program">The folder it was published to.</param>
    /// <param name="arguments">More of its options.</param>
    public Server(string program, string content, string data, params IEnumerable<string> arguments)
    {
        Address = new($"http://127.0.0.1:{FreePort()}");
        client = new() { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
        var start = new ProcessStartInfo(
            Path.Combine(program, "Knowledge.Api"),
            ["--content", content, "--data", data, "--urls", Address.ToString().TrimEnd('/'), .. arguments]
        )
        {
            RedirectStandardOutput = true,
        };
        // As in hooks.lua.
        foreach (var sender in HookSource.TypeNames)
            start.Environment[$"KB_HOOK_{sender.ToUpperInvariant()}_SECRET"] = "a secret of the benchmark";
        started = Stopwatch.GetTimestamp();
        process = Process.Start(start)!;
        // Logs that nobody reads would fill the pipe and stop the server.
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
    }

    public Uri Address { get; }

    public TimeSpan SinceStart => Stopwatch.GetElapsedTime(started);

    /// <summary>Of whoever asks, for a server with sign-in; null for nobody.</summary>
    public string? Cookie
    {
        get;
        init
        {
            field = value;
            client.DefaultRequestHeaders.Add("Cookie", value);
        }
    }

    /// <summary>How long its threads have worked together.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>The most memory it has held so far, 0 where the system does not tell.</summary>
    public long PeakBytes
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
    }

    /// <summary>Until it says that it can answer with all documents.</summary>
    public async Task<TimeSpan> WaitUntilReady()
    {
        while (!await IsOk("/-/ready"))
            await DelayAsync(20);
        return SinceStart;
    }

    /// <summary>Until its encoder has read everything; one without an encoder never says so.</summary>
    public async Task WaitUntilEmbedded()
    {
        while (await Metric("kb_embedding_complete") < 1)
            await DelayAsync();
    }

    /// <summary>Until a search gives the document.</summary>
    /// <returns>Time since <paramref name="since"/>; null when it took longer than <paramref name="longest"/>.</returns>
    public async Task<TimeSpan?> WaitUntilFound(string query, string documentId, long since, TimeSpan longest)
    {
        while (!(await Search(query)).Contains(documentId))
        {
            if (Stopwatch.GetElapsedTime(since) > longest)
                return null;
            await DelayAsync(5);
        }
        return Stopwatch.GetElapsedTime(since);
    }

    /// <summary>Until the first answer with the document in it, counted from the start of the process.</summary>
    public async Task<TimeSpan> WaitUntilFound(string query, string documentId) =>
        await WaitUntilFound(query, documentId, started, LongestStart)
        ?? throw new InvalidOperationException($"'{query}' did not find {documentId}.");

    /// <summary>Ids of the documents that a search gives, best first; empty while the server does not listen.</summary>
    public async Task<IReadOnlyList<string>> Search(string query)
    {
        try
        {
            using var response = await client.GetAsync(new Uri($"/api/search?preview=1&q={Uri.EscapeDataString(query)}", UriKind.Relative));
            if (!response.IsSuccessStatusCode)
                return [];
            using var answer = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync());
            return [.. answer.RootElement.GetProperty("hits").EnumerateArray().Select(h => h.GetProperty("documentId").GetString()!)];
        }
        catch (HttpRequestException)
        {
            return [];
        }
    }

    /// <summary>Whether a search is answered without <c>degraded</c>.</summary>
    public async Task<bool> IsWhole(string query)
    {
        using var answer = JsonDocument.Parse(
            await client.GetStringAsync(new Uri($"/api/search?q={Uri.EscapeDataString(query)}", UriKind.Relative))
        );
        return !answer.RootElement.TryGetProperty("degraded", out var degraded)
            || degraded.ValueKind != JsonValueKind.Array
            || degraded.GetArrayLength() == 0;
    }

    /// <summary>The value of a metric without labels, as the server exposes it to Prometheus.</summary>
    public async Task<double> Metric(string name)
    {
        var lines = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return double.Parse(
            lines.Split('\n').First(l => l.StartsWith(name + ' ', StringComparison.Ordinal)).Split(' ')[1],
            CultureInfo.InvariantCulture
        );
    }

    /// <summary>Before it is asked again whether something is done.</summary>
    public Task DelayAsync() => DelayAsync(100);

    /// <summary>Ends it as a system does that shuts down: it keeps what it has to keep.</summary>
    public async Task Stop()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
            await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.WaitForExit();
        process.Dispose();
        client.Dispose();
    }

    private async Task<bool> IsOk(string path)
    {
        try
        {
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task DelayAsync(int milliseconds)
    {
        if (process.HasExited)
            throw new InvalidOperationException($"The server ended with exit code {process.ExitCode}; what it said stands above.");
        if (SinceStart > LongestStart && milliseconds > 5)
            throw new TimeoutException($"The server was not ready in {LongestStart.TotalMinutes:0} minutes.");
        await Task.Delay(milliseconds);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
