using Knowledge.Bench.Corpus;
using Knowledge.Bench.Meaning;
using Knowledge.Indexer.Embeddings;
using Npgsql;

namespace Knowledge.Bench.Http;

/// <summary>How soon a server that was killed answers again, by where its store lies.</summary>
/// <param name="Store">What it is told of.</param>
/// <param name="FirstStartMs">From the start of the process with an empty store until it is ready.</param>
/// <param name="RestartMs">From the start of the process, after a kill, until the first right answer.</param>
internal sealed record RestartReport(int Sections, string Store, double FirstStartMs, IReadOnlyList<double> RestartMs)
{
    public const string File = "a file";
}

/// <summary>The same server on a file and on a database of PostgreSQL, killed and started again; and with that database away.</summary>
internal static class RestartBenchmark
{
    public const int Restarts = 5;

    private const string Database = "kb_restart";

    /// <param name="program">The folder that the server was published to.</param>
    /// <param name="postgres">A cluster in which a database is made and dropped.</param>
    public static async Task<IReadOnlyList<RestartReport>> Run(CorpusFolder corpus, int size, string program, string postgres)
    {
        Progress.Write($"restart: vectors of the pages' passages");
        var vectors = await PageVectors.Make(corpus, size, await EncodedPassages.Load(EmbedderSettings.BuiltIn));
        Execute(postgres, $"DROP DATABASE IF EXISTS {Database}");
        Execute(postgres, $"CREATE DATABASE {Database}");
        try
        {
            var database = new NpgsqlConnectionStringBuilder(postgres) { Database = Database }.ToString();
            return
            [
                .. await Measure(corpus, size, program, vectors, RestartReport.File, null),
                .. await Measure(corpus, size, program, vectors, "a database", database),
            ];
        }
        finally
        {
            Execute(postgres, $"DROP DATABASE {Database} WITH (FORCE)");
        }
    }

    private static async Task<IReadOnlyList<RestartReport>> Measure(
        CorpusFolder corpus,
        int size,
        string program,
        string vectors,
        string name,
        string? store
    )
    {
        var data = Directory.CreateTempSubdirectory("kb-bench-restart-").FullName;
        try
        {
            PageVectors.Give(vectors, data);
            Progress.Write($"restart: first start with {name}");
            TimeSpan first;
            (string Query, string Document) known;
            using (var server = Start(store))
            {
                first = await server.WaitUntilReady();
                await server.WaitUntilEmbedded();
                known = await Known(server, corpus.LoadPath(size));
                // Its end writes the snapshot that the next starts begin with.
                await server.Stop();
            }
            var reports = new List<RestartReport> { new(size, name, first.TotalMilliseconds, await Killed(name, store)) };
            // Nobody listens there.
            if (store is not null)
                reports.Add(
                    new(
                        size,
                        $"{name} that is away",
                        double.NaN,
                        await Killed($"{name} that is away", "Host=127.0.0.1;Port=1;Username=none;Database=none")
                    )
                );
            return reports;

            async Task<IReadOnlyList<double>> Killed(string of, string? at)
            {
                var times = new List<double>();
                while (times.Count < Restarts)
                {
                    using var server = Start(at);
                    times.Add((await server.WaitUntilFound(known.Query, known.Document)).TotalMilliseconds);
                    await server.WaitUntilReady();
                    Progress.Write($"restart: {of}: {times[^1]:N0} ms");
                }
                return times;
            }
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }

        Server Start(string? at) => new(program, corpus.MarkdownPath(size), data, at is null ? [] : ["--store", at]);
    }

    private static async Task<(string Query, string Document)> Known(Server server, string queries)
    {
        foreach (var query in File.ReadLines(queries))
            if (await server.Search(query) is [var best, ..])
                return (query, best);
        throw new InvalidOperationException("No query of the load finds anything.");
    }

    private static void Execute(string postgres, string sql)
    {
        using var source = NpgsqlDataSource.Create(postgres);
        using var command = source.CreateCommand(sql);
        command.ExecuteNonQuery();
    }
}
