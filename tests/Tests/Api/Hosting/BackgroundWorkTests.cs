using System.Text.Json;
using Knowledge.Api.Background;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Knowledge.Tests.Api.Hosting;

/// <summary>What goes on beside the requests ends no server.</summary>
public sealed class BackgroundWorkTests
{
    // An exception in a BackgroundService stops the host.
    [Fact]
    public void Nothing_of_ours_runs_in_the_background_but_supervised_loops()
    {
        var ours = new[] { typeof(Knowledge.Api.Options.ServerOptions).Assembly, typeof(BackgroundLoop).Assembly };
        Assert.DoesNotContain(ours.SelectMany(a => a.GetTypes()), typeof(BackgroundService).IsAssignableFrom);
    }

    [Fact]
    public async Task Work_that_throws_is_said_and_the_server_goes_on()
    {
        using var server = Server.With(("disk-full.md", "# Disk full\n\nno space left on device\n"));
        using var client = server.Client();
        var cancellation = TestContext.Current.CancellationToken;
        var loop = server
            .Services.GetRequiredService<BackgroundLoops>()
            .Add(new("test", "Nothing is tested", TimeSpan.FromSeconds(1)), _ => throw new InvalidOperationException("secret"));
        loop.Start();
        await loop.FirstRound.WaitAsync(cancellation);

        var answer = JsonDocument.Parse(await client.GetStringAsync("/api/search?q=disk+full", cancellation)).RootElement;

        var said = Assert.Single(answer.GetProperty("degraded").EnumerateArray()).GetString();
        Assert.Equal("Nothing is tested (an error inside Knowledge; the log has more). It is tried again.", said);
        Assert.False(server.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        Assert.Contains(
            "kb_background_failures_total{loop=\"test\"} ",
            await client.GetStringAsync("/metrics", cancellation),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Each_piece_of_work_is_started_with_the_server()
    {
        using var server = Server.With(("disk-full.md", "# Disk full\n\nno space left on device\n"));
        using var client = server.Client();
        await client.GetStringAsync("/-/ready", TestContext.Current.CancellationToken);

        var work = server.Services.GetServices<IBackgroundWork>().Select(w => w.GetType().Name);

        Assert.Equal(
            [
                "ArchiveBuilds",
                "DebtRecorder",
                "LiveAlerts",
                "LiveArchives",
                "LiveHistory",
                "LiveImports",
                "LiveNotifications",
                "RetentionLoop",
                "ScheduledBackups",
                "StoreLook",
            ],
            work.Order()
        );
    }
}
