using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Knowledge.Indexer.Embeddings.Models;

/// <summary>Brings a model into the folder of models: whole and by the bytes it is known by, or not at all.</summary>
/// <remarks>
/// What has come lies beside it until all is there, and a later call goes on from its last byte; then the directory gets its name
/// in one step.
/// </remarks>
internal static class ModelFetch
{
    private const int BufferBytes = 1 << 16;
    private const long MaxFileBytes = 2L << 30;

    /// <summary>After the name of a directory that is not whole yet.</summary>
    public const string Unfinished = ".part";

    /// <summary>How long nothing may come.</summary>
    public static TimeSpan MaxStall { get; } = TimeSpan.FromSeconds(30);

    /// <param name="Done">Bytes of the file that are there.</param>
    /// <param name="Of">Null when the sender does not say.</param>
    internal readonly record struct Progress(string File, long Done, long? Of);

    /// <param name="from">A directory, or an address with a slash at the end, in place of the model's own.</param>
    /// <returns>Where it lies.</returns>
    /// <exception cref="InvalidDataException">A file is not the one that it should be.</exception>
    /// <exception cref="IOException">It cannot be read or written; what has come is kept.</exception>
    /// <exception cref="HttpRequestException">The address answers that it does not give it.</exception>
    public static async Task<string> RunAsync(
        ModelManifest model,
        string? from,
        string models,
        HttpClient http,
        TimeSpan stall,
        IProgress<Progress>? progress,
        CancellationToken cancellation
    )
    {
        var destination = Path.Combine(models, model.Name);
        if (Directory.Exists(destination) && model.Files.All(file => MatchesHash(Path.Combine(destination, file.Path), file)))
            return destination;
        var unfinished = destination + Unfinished;
        foreach (var file in model.Files)
        {
            var path = Path.Combine(unfinished, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (MatchesHash(path, file))
                continue;
            if (from is not null && Directory.Exists(from))
                Copy(Path.Combine(from, file.Path), path);
            else
                await DownloadAsync(
                    new Uri(from is null ? model.Address : new Uri(from), file.Path),
                    file.Path,
                    path,
                    http,
                    stall,
                    progress,
                    cancellation
                );
            if (MatchesHash(path, file))
                continue;
            // Going on from it would never make it right.
            File.Delete(path);
            throw new InvalidDataException(
                $"{file.Path} is not the file that {model.Name} is known by (its sha256 differs); it was deleted"
            );
        }
        if (Directory.Exists(destination))
            Directory.Delete(destination, recursive: true);
        Directory.Move(unfinished, destination);
        return destination;
    }

    private static bool MatchesHash(string path, ModelManifest.File file)
    {
        if (!File.Exists(path))
            return false;
        using var stream = File.OpenRead(path);
        // No file of a model is empty, but a device says that it is and has no end.
        return stream.Length > 0 && file.Sha256.Contains(Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    private static void Copy(string from, string to)
    {
        if (!File.Exists(from))
            throw new FileNotFoundException($"there is no file {from}");
        File.Copy(from, to, overwrite: true);
    }

    private static async Task DownloadAsync(
        Uri address,
        string name,
        string path,
        HttpClient http,
        TimeSpan stall,
        IProgress<Progress>? progress,
        CancellationToken cancellation
    )
    {
        await using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        using var stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stalled.CancelAfter(stall);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (file.Length > 0)
                request.Headers.Range = new RangeHeaderValue(file.Length, null);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stalled.Token);
            // All of it was there, and it was not right: begin anew.
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                file.SetLength(0);
                throw new IOException($"{name}: what was there of it does not fit; run the command again");
            }
            response.EnsureSuccessStatusCode();
            var resumes =
                response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == file.Length;
            if (!resumes)
                file.SetLength(0);
            file.Seek(0, SeekOrigin.End);
            var total = file.Length + response.Content.Headers.ContentLength;
            await using var content = await response.Content.ReadAsStreamAsync(stalled.Token);
            var buffer = new byte[BufferBytes];
            for (int read; (read = await content.ReadAsync(buffer, stalled.Token)) > 0; stalled.CancelAfter(stall))
            {
                if (file.Length + read > MaxFileBytes)
                    throw new InvalidDataException($"{name} is larger than any file of a model");
                await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
                progress?.Report(new(name, file.Length, total));
            }
            if (file.Length < total)
                throw new IOException($"{name} ended after {file.Length} of {total} bytes; run the command again to continue");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"{name}: nothing came for {stall.TotalSeconds:0} s; run the command again to continue");
        }
        catch (Exception e) when (e is HttpIOException or HttpRequestException { StatusCode: null })
        {
            throw new IOException($"{name}: the connection ended ({e.Message}); run the command again to continue", e);
        }
    }
}
