using Knowledge.Bench.Corpus;
using Knowledge.Bench.Meaning;
using Knowledge.Indexer.Embeddings;

namespace Knowledge.Bench.Http;

/// <summary>The same load on two versions of the server in turn: a machine that is faster at times is so for both.</summary>
/// <param name="Before">One per round, as those of <paramref name="Now"/>, which alternate with them.</param>
internal sealed record VersionsReport(int Sections, string Embedder, IReadOnlyList<VersionRound> Before, IReadOnlyList<VersionRound> Now);

/// <param name="ProcessorMs">How long the server's process worked meanwhile.</param>
/// <param name="LagMs">From a file in place until a search finds it, under the load.</param>
internal sealed record VersionRound(LoadResult Load, double ProcessorMs, IReadOnlyList<double> LagMs);

/// <summary>What a change of the program brings: two that were published, each over files of its own that are written to.</summary>
internal static class VersionsBenchmark
{
    public const int RoundSeconds = 12;

    private const int WarmUpSeconds = 8;

    /// <param name="size">Sections; the corpus folder has them as Markdown files.</param>
    /// <param name="embedder">As <c>--embedder</c> has it.</param>
    /// <param name="before">The folder that the one version was published to, as <paramref name="now"/> is that of the other.</param>
    public static async Task<VersionsReport> Run(CorpusFolder corpus, int size, string embedder, int rounds, string before, string now)
    {
        var work = Directory.CreateTempSubdirectory("kb-bench-versions-").FullName;
        try
        {
            var vectors =
                embedder == EmbedderSettings.BuiltIn
                    ? await PageVectors.Make(corpus, size, await EncodedPassages.Load(EmbedderSettings.BuiltIn))
                    : null;
            Progress.Write($"versions: starting both with --embedder {embedder}");
            using var one = new Version(corpus, size, before, Path.Combine(work, "before"), embedder, vectors);
            using var other = new Version(corpus, size, now, Path.Combine(work, "now"), embedder, vectors);
            Version[] turns = [one, other];
            foreach (var version in turns)
                await version.WarmUp();
            for (var round = 0; round < rounds; round++)
            {
                foreach (var version in turns)
                    await version.Measure();
                // Whoever is second finds what the first left behind.
                Array.Reverse(turns);
                var (ofOne, ofOther) = (one.Rounds[^1].Load, other.Rounds[^1].Load);
                Progress.Write($"versions: {ofOne.PerSecond:N0} requests/s before, {ofOther.PerSecond:N0} now");
            }
            return new(size, embedder, one.Rounds, other.Rounds);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private sealed class Version : IDisposable
    {
        private readonly string queries;
        private readonly ContentWriter writer;
        private readonly Server server;
        private readonly bool isEmbedded;

        public Version(CorpusFolder corpus, int size, string program, string work, string embedder, string? vectors)
        {
            var (content, data) = HttpBenchmark.Folders(corpus, size, work);
            if (vectors is not null)
                PageVectors.Give(vectors, data);
            isEmbedded = vectors is not null;
            (queries, writer) = (corpus.LoadPath(size), new(content, work, corpus.Sections(size)));
            server = new(program, content, data, "--embedder", embedder);
        }

        public List<VersionRound> Rounds { get; } = [];

        public async Task WarmUp()
        {
            await server.WaitUntilReady();
            if (isEmbedded)
                await server.WaitUntilEmbedded();
            await Load.Run(server.Address, queries, WarmUpSeconds);
        }

        public async Task Measure()
        {
            var before = server.ProcessorTime;
            var (load, lag, _, _, _, _) = await HttpBenchmark.LoadWhileWriting(server, writer, queries, RoundSeconds);
            Rounds.Add(new(load, (server.ProcessorTime - before).TotalMilliseconds, lag));
        }

        public void Dispose() => server.Dispose();
    }
}
