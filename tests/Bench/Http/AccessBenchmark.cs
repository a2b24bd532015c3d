using System.Globalization;
using Knowledge.Api.Access;
using Knowledge.Api.Access.SignIn;
using Knowledge.Api.Store;
using Knowledge.Bench.Corpus;
using Knowledge.Indexer.Embeddings;

namespace Knowledge.Bench.Http;

/// <summary>The same load on two servers with the same pages: one without sign-in, and one with it where some pages are hidden.</summary>
/// <param name="Without">One per round, as those of <paramref name="With"/>, which alternate with them.</param>
internal sealed record AccessReport(int Sections, IReadOnlyList<AccessRound> Without, IReadOnlyList<AccessRound> With);

/// <param name="ProcessorMs">How long the server's process worked meanwhile.</param>
internal sealed record AccessRound(LoadResult Load, double ProcessorMs);

/// <summary>What it costs that people sign in, and that some pages are for some of them.</summary>
internal static class AccessBenchmark
{
    public const int Rounds = 3;
    public const int RoundSeconds = 10;

    /// <summary>Every so many-th page is for one of two groups; whoever asks is in the first of them.</summary>
    public const int HiddenEvery = 10;

    private const string OwnGroup = "staff";
    private const string OtherGroup = "board";
    private const int WarmUpSeconds = 8;
    private const int Sampled = 200;

    /// <param name="size">Sections; the corpus folder has them as Markdown files.</param>
    /// <param name="program">The folder that the server was published to.</param>
    public static async Task<AccessReport> Run(CorpusFolder corpus, int size, string program)
    {
        var work = Directory.CreateTempSubdirectory("kb-bench-access-").FullName;
        try
        {
            Progress.Write($"access: starting two servers, one of them with sign-in and hidden pages");
            using var without = new Place(corpus, size, program, Path.Combine(work, "without"), signIn: false);
            using var with = new Place(corpus, size, program, Path.Combine(work, "with"), signIn: true);
            Place[] places = [without, with];
            foreach (var place in places)
            {
                await place.Server.WaitUntilReady();
                await Load.Run(place.Server.Address, corpus.LoadPath(size), WarmUpSeconds, place.Server.Cookie);
            }
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var place in places)
                    await place.Measure(corpus.LoadPath(size));
                Progress.Write($"access: {without.Last.PerSecond:N0} requests/s without, {with.Last.PerSecond:N0} with");
            }
            await MustHide(with.Server, corpus.LoadPath(size));
            return new(size, without.Rounds, with.Rounds);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    // A server that forgot to hide would look good.
    private static async Task MustHide(Server server, string queries)
    {
        var own = 0;
        foreach (var query in File.ReadLines(queries).Take(Sampled))
        foreach (var id in await server.Search(query))
            if (GroupOf(id) == OtherGroup)
                throw new InvalidOperationException($"'{query}' found {id}, which is hidden from whoever asks.");
            else if (GroupOf(id) == OwnGroup)
                own++;
        if (own == 0)
            throw new InvalidOperationException("No page of the group of whoever asks was found.");
    }

    private static string? GroupOf(string documentId) =>
        !int.TryParse(documentId, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number % HiddenEvery != 0 ? null
        : number % (2 * HiddenEvery) == 0 ? OwnGroup
        : OtherGroup;

    private static string FrontMatterOf(string documentId) => GroupOf(documentId) is { } group ? $"---\nvisible: [{group}]\n---\n" : "";

    /// <summary>A server with its own copy of the pages, and who writes more of them.</summary>
    private sealed class Place : IDisposable
    {
        private readonly ContentWriter writer;

        public Place(CorpusFolder corpus, int size, string program, string work, bool signIn)
        {
            var (content, data) = (Path.Combine(work, "content"), Path.Combine(work, "data"));
            Directory.CreateDirectory(content);
            foreach (var file in Directory.EnumerateFiles(corpus.MarkdownPath(size)))
                File.WriteAllText(
                    Path.Combine(content, Path.GetFileName(file)),
                    FrontMatterOf(Path.GetFileNameWithoutExtension(file)) + File.ReadAllText(file)
                );
            writer = new(content, work, corpus.Sections(size), FrontMatterOf);
            // By words alone: the most requests, so that what comes on top shows most.
            string[] options = ["--embedder", EmbedderSettings.None];
            Server = signIn
                ? new(
                    program,
                    content,
                    data,
                    [.. options, "--auth", "oidc", "--oidc-authority", "https://id.invalid/", "--oidc-client-id", "bench"]
                )
                {
                    Cookie = SignIn(data),
                }
                : new(program, content, data, options);
        }

        public Server Server { get; }

        public List<AccessRound> Rounds { get; } = [];

        public LoadResult Last => Rounds[^1].Load;

        public async Task Measure(string queries)
        {
            using var stop = new CancellationTokenSource();
            var writing = writer.WriteUntil(stop.Token);
            var before = Server.ProcessorTime;
            var load = await Load.Run(Server.Address, queries, RoundSeconds, Server.Cookie);
            Rounds.Add(new(load, (Server.ProcessorTime - before).TotalMilliseconds));
            await stop.CancelAsync();
            await writing;
        }

        public void Dispose() => Server.Dispose();

        // As another node would have let them in: the way over the provider is no part of what a session costs.
        private static string SignIn(string data)
        {
            Directory.CreateDirectory(data);
            using var database = Database.Open(data);
            var (number, now) = (Secret.Create(), TimeProvider.System.GetUtcNow());
            var session = new Session(
                Session.KeyOf(number),
                "oidc:bench",
                "bench",
                Role.Viewer,
                [OwnGroup, "everybody", "on-call"],
                "127.0.0.1",
                "wrk",
                now,
                now,
                now + AccessOptions.Off.SessionTime
            );
            new AccessTables(database).Sessions.Add(session.ToRow(), Sessions.MostOfOne, now);
            return $"{SessionCookie.PlainName}={number}";
        }
    }
}
