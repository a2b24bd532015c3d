using Knowledge.Api.Background;
using Knowledge.Api.Live;
using Knowledge.Indexer.Commands;
using Knowledge.Tests.Api.Background;
using Knowledge.Tests.Indexer.Importing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Knowledge.Tests.Api.Live;

/// <summary>Imports that a server runs by itself, by a clock that is moved by hand.</summary>
public sealed class LiveImportsTests : IAsyncDisposable
{
    private readonly ImportFixture fixture = new();
    private readonly WatchedTime time = new();
    private readonly BackgroundLoops loops;

    public LiveImportsTests() => loops = LiveServer.Loops(time);

    public async ValueTask DisposeAsync()
    {
        await loops.DisposeAsync();
        fixture.Dispose();
    }

    private string Posts(string word) =>
        fixture.File(
            "Posts.xml",
            StackExchangeImportTests.Posts(
                StackExchangeImportTests.Question(2, 3, "A title", "<p>q</p>"),
                StackExchangeImportTests.Answer(3, 2, $"<p>{word}</p>")
            )
        );

    private LiveImports Create(params string[] imports) =>
        new(
            new([], fixture.PathOf("data")) { Imports = [.. imports.Select(i => ScheduledImport.Parse(i).Import!)] },
            loops,
            time,
            NullLogger<LiveImports>.Instance
        );

    private string Written => Assert.Single(fixture.Written()).Value;

    [Fact]
    public async Task An_export_is_imported_at_the_start_and_again_when_it_changed()
    {
        var file = Posts("first");
        using var imports = Create($"1h stackexchange {file} --out {fixture.Out}");
        imports.Start();
        await LiveServer.Until(() => imports.Status[0].Report?.Imported == 1 && time.Waiting == 1);
        Assert.Contains("first", Written, StringComparison.Ordinal);

        Posts("second!");
        time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(1, imports.Status[0].Report!.Imported);
        time.Advance(TimeSpan.FromMinutes(1));
        await LiveServer.Until(() => imports.Status[0].Report?.Updated == 1 && time.Waiting == 1);
        Assert.Contains("second!", Written, StringComparison.Ordinal);

        // Unchanged, it is not read again, and that is a success too.
        var report = imports.Status[0].Report;
        time.Advance(TimeSpan.FromHours(1));
        await LiveServer.Until(() => imports.Status[0].LastSuccess == time.GetUtcNow() && time.Waiting == 1);
        Assert.Same(report, imports.Status[0].Report);
    }

    [Fact]
    public async Task A_directory_is_read_again_when_a_file_in_it_is_new()
    {
        static string Day(int second, string text) =>
            $"[{{\"type\": \"message\", \"user\": \"U1\", \"text\": \"{text}\", \"ts\": \"{1773791400 + second}.1\"}}]";
        var channel = Directory.CreateDirectory(fixture.PathOf("incident")).FullName;
        fixture.File("incident/2026-03-17.json", Day(0, "customers say it is down"));
        using var imports = Create($"1h slack {channel} --out {fixture.Out}");
        imports.Start();
        await LiveServer.Until(() => imports.Status[0].Report?.Imported == 1 && time.Waiting == 1);
        fixture.File("incident/2026-03-18.json", Day(3_600, "the root cause: the disk is full"));
        time.Advance(TimeSpan.FromHours(1));
        await LiveServer.Until(() => imports.Status[0].Report?.Updated == 1 && time.Waiting == 1);
        Assert.Contains("The disk is full", Written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_fails_says_why_is_tried_again_and_holds_up_no_other()
    {
        var file = Posts("first");
        var late = fixture.PathOf("late.json");
        using var imports = Create($"15m jira {late} --out {fixture.Out}-2", $"1d stackexchange {file} --out {fixture.Out}");
        imports.Start();
        await LiveServer.Until(() => imports.Status[0].Problem is not null && imports.Status[1].Report is not null && time.Waiting == 2);
        Assert.Contains("late.json", imports.Status[0].Problem, StringComparison.Ordinal);
        Assert.Null(imports.Status[0].LastSuccess);
        Assert.Equal("The export of jira is not imported; the status page says why. It is tried again.", Assert.Single(loops.Degraded));
        Assert.Equal([1L, 0L], loops.Status.Select(l => l.Failures));

        fixture.File("late.json", """{"issues": []}""");
        time.Advance(TimeSpan.FromMinutes(15));
        await LiveServer.Until(() => imports.Status[0] is { Problem: null, LastSuccess: not null });
        await LiveServer.Until(() => loops.Degraded.Count == 0);
    }
}
