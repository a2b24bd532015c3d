using System.Security.Cryptography;
using Knowledge.Indexer.Embeddings.Encoder;
using Knowledge.Indexer.Embeddings.Models;
using Knowledge.Tests.Indexer.Commands;
using Knowledge.Tests.Indexer.Embeddings.Encoder;
using Microsoft.AspNetCore.Http;

namespace Knowledge.Tests.Indexer.Embeddings.Models;

public sealed class ModelFetchTests : IDisposable
{
    private static readonly HttpClient Http = new();
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(1);

    private readonly TinyModel model = new();
    private readonly Fixture place = new();

    public void Dispose()
    {
        model.Dispose();
        place.Dispose();
    }

    private byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(model.Root, file));

    private ModelManifest Manifest(string address = "http://127.0.0.1:1/") =>
        new(
            "tiny",
            new(address),
            "none",
            [
                .. ((string[])["config.json", "vocab.txt", TinyModel.Weights]).Select(f => new ModelManifest.File(
                    f,
                    ["0000", Convert.ToHexStringLower(SHA256.HashData(Bytes(f)))]
                )),
            ]
        );

    private Task<string> Fetch(ModelManifest manifest, string? from = null) =>
        ModelFetch.RunAsync(manifest, from, place.Directory, Http, Stall, null, TestContext.Current.CancellationToken);

    private string Part(string file) => Path.Combine(place.Directory, "tiny.part", file);

    private Task Send(HttpContext http)
    {
        var bytes = Bytes(http.Request.Path.Value!.TrimStart('/'));
        var from = (int?)http.Request.GetTypedHeaders().Range?.Ranges.Single().From ?? 0;
        if (from > 0)
        {
            http.Response.StatusCode = 206;
            http.Response.Headers.ContentRange = $"bytes {from}-{bytes.Length - 1}/{bytes.Length}";
        }
        http.Response.ContentLength = bytes.Length - from;
        return http.Response.Body.WriteAsync(bytes.AsMemory(from)).AsTask();
    }

    [Fact]
    public async Task It_is_fetched_once_and_can_be_loaded()
    {
        var calls = 0;
        await using var server = await LocalHttp.Start(http =>
        {
            calls++;
            return Send(http);
        });
        var directory = await Fetch(Manifest(server.Root));
        Assert.Equal(directory, await Fetch(Manifest(server.Root)));
        Assert.Equal(3, calls);
        Assert.Equal(12, SentenceEncoder.Load(directory).Dimensions);
        Assert.Equal(["tiny"], Directory.GetFileSystemEntries(place.Directory).Select(Path.GetFileName));
    }

    [Fact]
    public async Task It_can_come_from_a_directory_or_another_address()
    {
        Assert.True(Directory.Exists(await Fetch(Manifest(), model.Root)));
        Directory.Delete(Path.Combine(place.Directory, "tiny"), recursive: true);
        await using var server = await LocalHttp.Start(Send);
        Assert.True(Directory.Exists(await Fetch(Manifest(), server.Root)));
    }

    [Fact]
    public async Task A_redirection_is_followed()
    {
        await using var server = await LocalHttp.Start(Send);
        await using var other = await LocalHttp.Start(http =>
        {
            http.Response.Redirect(server.Root + http.Request.Path.Value!.TrimStart('/'));
            return Task.CompletedTask;
        });
        Assert.True(Directory.Exists(await Fetch(Manifest(other.Root))));
    }

    [Fact]
    public async Task What_was_cut_off_goes_on_from_its_last_byte()
    {
        var sent = new List<long>();
        var cut = true;
        await using var server = await LocalHttp.Start(async http =>
        {
            if (!http.Request.Path.Value!.EndsWith(TinyModel.Weights, StringComparison.Ordinal))
            {
                await Send(http);
                return;
            }
            sent.Add(http.Request.GetTypedHeaders().Range?.Ranges.Single().From ?? 0);
            if (!cut)
            {
                await Send(http);
                return;
            }
            var bytes = Bytes(TinyModel.Weights);
            http.Response.ContentLength = bytes.Length;
            await http.Response.Body.WriteAsync(bytes.AsMemory(0, 1000));
            await http.Response.Body.FlushAsync();
            // What was sent is read before the connection is torn down, which takes unread bytes with it.
            await Task.Delay(TimeSpan.FromSeconds(0.5));
            http.Abort();
        });
        await Assert.ThrowsAnyAsync<IOException>(() => Fetch(Manifest(server.Root)));
        Assert.False(Directory.Exists(Path.Combine(place.Directory, "tiny")));
        cut = false;
        await Fetch(Manifest(server.Root));
        Assert.Equal([0, 1000], sent);
    }

    [Fact]
    public async Task Nothing_for_too_long_ends_it()
    {
        await using var server = await LocalHttp.Start(async http =>
        {
            http.Response.ContentLength = 1000;
            await http.Response.Body.WriteAsync(new byte[10]);
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });
        Assert.Contains(
            "nothing came",
            (await Assert.ThrowsAsync<IOException>(() => Fetch(Manifest(server.Root)))).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(10, new FileInfo(Part("config.json")).Length);
    }

    [Fact]
    public async Task Other_bytes_are_refused_and_not_kept()
    {
        await using var server = await LocalHttp.Start(http => http.Response.WriteAsync("something else"));
        Assert.Contains(
            "config.json",
            (await Assert.ThrowsAsync<InvalidDataException>(() => Fetch(Manifest(server.Root)))).Message,
            StringComparison.Ordinal
        );
        Assert.False(File.Exists(Part("config.json")));
        Assert.False(Directory.Exists(Path.Combine(place.Directory, "tiny")));
    }

    [Fact]
    public async Task What_is_not_there_is_reported()
    {
        await using var server = await LocalHttp.Start(http =>
        {
            http.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        await Assert.ThrowsAsync<HttpRequestException>(() => Fetch(Manifest(server.Root)));
        await Assert.ThrowsAsync<FileNotFoundException>(() => Fetch(Manifest(), place.Directory));
    }

    // The file lies on a device that takes nothing, as a full disk does.
    [Fact]
    public async Task A_full_disk_is_reported()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        Directory.CreateDirectory(Path.GetDirectoryName(Part("config.json"))!);
        File.CreateSymbolicLink(Part("config.json"), "/dev/full");
        await using var sender = await LocalHttp.Start(Send);
        await Assert.ThrowsAnyAsync<IOException>(() => Fetch(Manifest(sender.Root)));
        Assert.False(Directory.Exists(Path.Combine(place.Directory, "tiny")));
    }

    [Fact]
    public async Task The_commands_fetch_what_is_pinned_and_list_it()
    {
        var sample = Samples.Require("models/all-minilm-l6-v2");
        var before = await Kb.Run("embed", "list", "--models", place.Directory);
        Assert.Contains("all-minilm-l6-v2\tto be fetched", before.Output, StringComparison.Ordinal);

        var (exit, output, error) = await Kb.Run("embed", "get", "all-minilm-l6-v2", "--from", sample, "--models", place.Directory);
        Assert.Equal((0, ""), (exit, error));
        Assert.Equal(Path.Combine(place.Directory, "all-minilm-l6-v2"), output.Trim());
        Assert.Contains(
            "all-minilm-l6-v2\there",
            (await Kb.Run("embed", "list", "--models", place.Directory)).Output,
            StringComparison.Ordinal
        );

        Assert.Equal(2, (await Kb.Run("embed", "get", "nothing", "--models", place.Directory)).ExitCode);
        Assert.Equal(
            3,
            (
                await Kb.Run("embed", "get", "all-minilm-l6-v2", "--from", model.Root, "--models", Path.Combine(place.Directory, "other"))
            ).ExitCode
        );
        Assert.Equal(3, (await Kb.Run("embed", "status", "--server", "http://127.0.0.1:1")).ExitCode);
    }
}
