using System.CommandLine;
using System.Globalization;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Encoder;
using Knowledge.Indexer.Evaluation;
using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Commands;

/// <summary><c>kb eval</c>: how good the search is on a judged set.</summary>
internal static class EvalCommand
{
    private const int Depth = SearchRequest.MaxLimit;

    public static Command Create()
    {
        var directory = new Argument<string>("directory")
        {
            Description = "A judged set: corpus.jsonl or corpus/, queries.jsonl, qrels.tsv",
            HelpName = "DIR",
        };
        var queries = FileOption("--queries", "Queries instead of DIR/queries.jsonl");
        var qrels = FileOption("--qrels", "Judgements instead of DIR/qrels.tsv");
        var corpus = FileOption("--corpus", "Documents instead of DIR/corpus.jsonl or DIR/corpus");
        var learn = FileOption(
            "--learn",
            "Feedback to learn from first: query id, document id and true or false, with tabs between "
                + "them and a header line; its queries are not measured"
        );
        var run = FileOption("--run", "Write the ranking: query id, document id and score, with tabs between them");
        var vs = FileOption("--vs", "A ranking that --run wrote, to compare with: difference of nDCG@10, and how likely it is by chance");
        var unrelated = FileOption(
            "--unrelated",
            "Queries that no document answers, in place of those of DIR: how many of them get a card all the same"
        );
        var signs = FileOption(
            "--signs",
            "Write by what the first page is judged: whether it or a near-duplicate of it answers (1 or 0), and the signs, with tabs "
                + "between them"
        );
        var output = new Option<string>("--output", "-o") { Description = "How to print the result", DefaultValueFactory = _ => "json" };
        output.AcceptOnlyFromAmong("json", "table");
        var noThesaurus = new Option<bool>("--no-thesaurus") { Description = "Without synonyms" };
        var embedder = new EmbedderOptions();
        var reranker = new RerankerOption();
        var command = new Command("eval", "Measure the search on a judged set: nDCG@10, MRR@10, recall@10, success@3")
        {
            directory,
            queries,
            qrels,
            corpus,
            learn,
            run,
            vs,
            unrelated,
            signs,
            output,
            noThesaurus,
        };
        embedder.AddTo(command);
        reranker.AddTo(command);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var root = parsed.GetValue(directory)!;
                if (!Directory.Exists(root))
                    return UsageError($"there is no directory {root}");
                if (embedder.Validate(parsed) is { } error)
                    return UsageError(error);
                var lines = Path.Combine(root, "corpus.jsonl");
                try
                {
                    var set = EvaluationSet.Read(
                        parsed.GetValue(corpus) ?? (File.Exists(lines) ? lines : Path.Combine(root, "corpus")),
                        parsed.GetValue(queries) ?? Path.Combine(root, "queries.jsonl"),
                        parsed.GetValue(qrels) ?? Path.Combine(root, "qrels.tsv")
                    );
                    IReadOnlyList<Feedback>? feedback = null;
                    if (parsed.GetValue(learn) is { } votes)
                        (set, feedback) = set.Learn(votes);
                    // Queries are measured beside each other, each on one thread.
                    var order = reranker.Load(parsed, threads: 1);
                    var useThesaurus = !parsed.GetValue(noThesaurus);
                    var settings = embedder.Settings(parsed);
                    if (settings.IsBuiltInAbsent)
                        Console.Error.WriteLine($"kb: {BuiltInEncoder.Absent}");
                    var model = await EmbeddingModel.LoadAsync(settings, Environment.ProcessorCount, cancellation);
                    using var cache = model is null ? null : embedder.OpenCache(parsed, model);
                    if (parsed.GetValue(unrelated) is { } questions)
                    {
                        set = set.Unrelated(questions);
                        var asked = await Rank(feedback);
                        WriteSigns(asked);
                        CommonOptions.PrintJson(UnrelatedScores.Of(asked));
                        return ExitCode.Success;
                    }
                    var before = feedback is null ? null : await Rank(null);
                    var ranking = await Rank(feedback);
                    WriteSigns(ranking);
                    if (parsed.GetValue(run) is { } file)
                        File.WriteAllLines(
                            file,
                            ranking.SelectMany(r =>
                                r.Found.Select(f => string.Create(CultureInfo.InvariantCulture, $"{r.Query.Id}\t{f.Id}\t{f.Score}"))
                            )
                        );
                    var scores = Scores(ranking) with
                    {
                        Before = before is null ? null : Scores(before),
                        NotServed = set.NotServed,
                        Cards = CardScores.Of(ranking, set.Judgements),
                    };
                    if (parsed.GetValue(vs) is { } other)
                        scores = scores with { Vs = Compare(scores, other, RetrievalScores.Of(set.ReadRun(other), set.Judgements)) };
                    if (parsed.GetValue(output) == "json")
                        CommonOptions.PrintJson(scores);
                    else
                        ScoresPrinter.Print(scores);
                    return ExitCode.Success;

                    void WriteSigns(IReadOnlyList<QueryResult> results)
                    {
                        if (parsed.GetValue(signs) is { } into)
                            File.WriteAllLines(
                                into,
                                results
                                    .Where(r => r.Signs.Count > 0)
                                    .Select(r =>
                                        string.Join(
                                            '\t',
                                            r.Signs.Select(s => s.ToString("R", CultureInfo.InvariantCulture))
                                                .Prepend(r.FirstAndTwins.Any(set.Judgements[r.Query.Id].ContainsKey) ? "1" : "0")
                                                .Prepend(r.Query.Id)
                                        )
                                    )
                            );
                    }

                    async Task<IReadOnlyList<QueryResult>> Rank(IReadOnlyList<Feedback>? said) =>
                        model is null
                            ? Evaluation.Evaluation.Rank(set, Depth, useThesaurus, said, order)
                            : await Evaluation.Evaluation.Rank(
                                set,
                                Depth,
                                useThesaurus,
                                new(model.Passages, model.Queries, model.Weights, cache, new EmbeddingProgress("passages embedded")),
                                said,
                                order,
                                cancellation
                            );

                    RetrievalScores Scores(IReadOnlyList<QueryResult> found) =>
                        RetrievalScores.Of(
                            [.. found.Select(r => (r.Query, (IReadOnlyList<string>)[.. r.Found.Select(f => f.Id)]))],
                            set.Judgements
                        );
                }
                catch (OperationCanceledException)
                {
                    Console.Error.WriteLine("kb: stopped; what is embedded is kept, and the same command goes on from there.");
                    return ExitCode.Unavailable;
                }
                catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or EncoderException)
                {
                    return UsageError(e.Message);
                }
                catch (AggregateException e) when (e.GetBaseException() is EncoderException wrong)
                {
                    return UsageError(wrong.Message);
                }
            }
        );
        return command;
    }

    private static Comparison Compare(RetrievalScores scores, string run, RetrievalScores other) =>
        new(
            run,
            other.Ndcg,
            Math.Round(scores.ByQuery.Average() - other.ByQuery.Average(), 4),
            Significance.PairedP(scores.ByQuery, other.ByQuery)
        );

    private static Option<string?> FileOption(string name, string description) =>
        new(name) { Description = description, HelpName = "FILE" };

    private static int UsageError(string message)
    {
        Console.Error.WriteLine($"kb: {message}");
        return ExitCode.UsageError;
    }
}
