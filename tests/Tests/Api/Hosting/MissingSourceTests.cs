using System.Buffers.Binary;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Knowledge.Indexer.Snapshots;
using static Knowledge.Tests.Api.Live.LiveServer;

namespace Knowledge.Tests.Api.Hosting;

/// <summary>The real program, started while a directory of its content is away: an unmounted share, a renamed folder.</summary>
[Trait("Reliability", "F-23")]
public sealed class MissingSourceTests : IDisposable
{
    private readonly string place = Directory.CreateTempSubdirectory("kb-away-").FullName;
    private readonly ServerProcess server;

    public MissingSourceTests()
    {
        Directory.CreateDirectory(Share);
        File.WriteAllText(Path.Combine(Share, "turbine.md"), "# Turbine\n\nbrimstone\n");
        server = new(new Dictionary<string, string>(), ("a.md", "# A\n\nText.\n")) { Arguments = ["--content", Share] };
    }

    public void Dispose()
    {
        server.Dispose();
        Directory.Delete(place, recursive: true);
    }

    private string Share => Path.Combine(place, "share");

    private string Away => Path.Combine(place, "away");

    private string SnapshotFile => Path.Combine(server.Data, IndexSnapshot.FileName);

    /// <param name="isOfAnother">Whether the program was updated meanwhile, so that only the store has the pages.</param>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_served_before_is_served_until_it_is_back(bool isOfAnother)
    {
        await server.Start();
        await Until(() => File.Exists(SnapshotFile));
        server.Kill();
        if (isOfAnother)
            WriteAsAnotherProgram();
        Directory.Move(Share, Away);

        server.Output.Clear();
        await server.Start();

        Assert.Contains("turbine", await Get("/api/search?q=brimstone"), StringComparison.Ordinal);
        Assert.Contains("The directory of source share is missing (first noticed 20", await Degraded(), StringComparison.Ordinal);
        Assert.Contains("is missing (first noticed 20", await Get("/status"), StringComparison.Ordinal);
        Assert.Single(server.Output, l => l.Contains($"The directory {Share} of source share is missing", StringComparison.Ordinal));

        Directory.Move(Away, Share);
        File.WriteAllText(Path.Combine(Share, "boiler.md"), "# Boiler\n\nquicklime\n");
        await Until(() => server.Output.Any(l => l.Contains($"The directory {Share} of source share is back", StringComparison.Ordinal)));
        await Until(() => Get("/api/search?q=quicklime").Result.Contains("boiler", StringComparison.Ordinal));
        Assert.DoesNotContain("missing", await Degraded(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_never_served_is_mistyped()
    {
        Directory.Move(Share, Away);
        Assert.Equal(2, await server.End());
        Assert.Contains(server.Output, l => l.Contains($"no content directory '{Share}'", StringComparison.Ordinal));
        Directory.Move(Away, Share);
        await server.Start();
        await Until(() => File.Exists(SnapshotFile));
        server.Kill();

        // Beside what was: another place is no share that is away.
        using var other = new ServerProcess(new Dictionary<string, string>())
        {
            Data = server.Data,
            Arguments = ["--content", Share, "--content", Path.Combine(place, "shaer")],
        };
        Assert.Equal(2, await other.End());
        Assert.Contains(other.Output, l => l.Contains("shaer': give one that exists", StringComparison.Ordinal));
    }

    private void WriteAsAnotherProgram()
    {
        using var file = File.Open(SnapshotFile, FileMode.Open);
        var identity = SnapshotParts.IdentityOf(file.SafeFileHandle)!;
        identity[0] ^= 1;
        var parts = new byte[4];
        RandomAccess.Read(file.SafeFileHandle, parts, 56);
        SnapshotParts.WriteHeader(file, identity, BinaryPrimitives.ReadInt32LittleEndian(parts));
    }

    private async Task<string> Get(string path) =>
        await server.Client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    private async Task<string> Degraded() =>
        (await server.Client.GetFromJsonAsync<JsonNode>(new Uri("/-/ready", UriKind.Relative), TestContext.Current.CancellationToken))![
            "degraded"
        ]!.ToJsonString();
}
