using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Archive;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Encoder;
using Knowledge.Indexer.Embeddings.Vectors;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Snapshots;

namespace Knowledge.Indexer.Commands;

/// <summary><c>kb search</c>: the same search as the page and the API, over directories.</summary>
internal static class SearchCommand
{
    public static Command Create(CommonOptions common)
    {
        var words = new Argument<string[]>("words")
        {
            Description = "What you see, in your own words; an alert name, a log line, an error",
            Arity = ArgumentArity.OneOrMore,
        };
        var limit = new Option<int>("--limit") { Description = "Number of hits", DefaultValueFactory = _ => 10 };
        limit.TakesOnly(1, SearchRequest.MaxLimit);
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Print the whole answer, and why each hit was found" };
        var explain = new Option<bool>("--explain") { Description = "Print how the score of each hit is made up" };
        var noThesaurus = new Option<bool>("--no-thesaurus") { Description = "Without synonyms" };
        var wait = new Option<bool>("--wait") { Description = "Compute the vectors that are still missing, and wait for them" };
        var syntax = new Option<string>("--syntax")
        {
            Description = "How the words are read: detect (default), lucene (title:disk AND (full OR \"no space\"~3)), or plain",
            DefaultValueFactory = _ => "detect",
        };
        syntax.AcceptOnlyFromAmong("detect", "lucene", "plain");
        var archives = new ArchiveOptions();
        var embedder = new EmbedderOptions();
        var reranker = new RerankerOption();
        var command = new Command("search", "Find the probable cause, what to check and what to do")
        {
            words,
            limit,
            verbose,
            explain,
            noThesaurus,
            wait,
            syntax,
        };
        common.AddTo(command);
        archives.AddTo(command);
        embedder.AddTo(command);
        reranker.AddTo(command);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var query = string.Join(' ', parsed.GetValue(words)!);
                if (query.Length > SearchRequest.MaxPasteCharacters)
                {
                    return UsageError(
                        $"the words are {query.Length} characters long; "
                            + $"at most {SearchRequest.MaxPasteCharacters} are searched. Paste less."
                    );
                }
                if (embedder.Validate(parsed) is { } error)
                    return UsageError(error);
                var reading = Enum.Parse<QuerySyntax>(parsed.GetValue(syntax)!, ignoreCase: true);
                if (Expression.ProblemOf(query, reading) is { } unclear)
                    return UsageError(unclear);
                var (opened, archiveProblem) = archives.Open(parsed);
                if (archiveProblem is not null)
                    return UsageError(archiveProblem);
                using var held = opened;
                if (archives.IsAlone(parsed))
                {
                    var started = Stopwatch.GetTimestamp();
                    Show(SearchResponse.OfArchivesAlone(query, Archived(), [], started), new(KnowledgeBase.Empty, []));
                    return ExitCode.Success;
                }
                if (common.Sources(parsed) is not { } sources)
                    return ExitCode.UsageError;
                // Weights are read while pages are.
                var settings = embedder.Settings(parsed);
                var loading = Task.Run(() => EmbeddingModel.LoadAsync(settings, Environment.ProcessorCount, cancellation), cancellation);
                var knowledge = parsed.GetValue(noThesaurus)
                    ? KnowledgeBase.Build(CommonOptions.Read(sources), useThesaurus: false)
                    : CachedKnowledge.Open(sources);
                if (knowledge.Documents.Count == 0)
                {
                    Console.Error.WriteLine(
                        "kb: there is no document in the content directory; nothing can be answered. "
                            + "`kb check` says why files were not read."
                    );
                    return ExitCode.Unavailable;
                }
                try
                {
                    var order = reranker.Load(parsed, Environment.ProcessorCount);
                    var (queryEmbedding, degraded) = await EmbedQueryAsync(
                        knowledge,
                        query,
                        loading,
                        settings,
                        model => embedder.OpenCache(parsed, model),
                        parsed.GetValue(wait),
                        cancellation
                    );
                    var response = knowledge.Search(
                        new(query, parsed.GetValue(limit), Explain: parsed.GetValue(explain)) { Syntax = reading },
                        TimeProvider.System.GetUtcNow(),
                        queryEmbedding,
                        degraded,
                        reranker: order
                    );
                    Show(response.With(Archived()), new(knowledge, sources));
                    return ExitCode.Success;
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

                ArchiveResult Archived() => held.Search(archives.Request(parsed, query, reading));

                void Show(SearchResponse response, FilePlaces places)
                {
                    if (common.IsJson(parsed))
                        CommonOptions.PrintJson(response);
                    else if (parsed.GetValue(verbose))
                        AnswerPrinter.Print(response, places);
                    else
                        BriefAnswerPrinter.Print(response, places);
                }
            }
        );
        return command;
    }

    // What is in the cache is used; what is missing takes long, and somebody is waiting for an answer.
    private static async Task<(QueryEmbedding? Meaning, IReadOnlyList<string> Degraded)> EmbedQueryAsync(
        KnowledgeBase knowledge,
        string query,
        Task<EmbeddingModel?> loading,
        EmbedderSettings settings,
        Func<EmbeddingModel, VectorCache?> openCache,
        bool wait,
        CancellationToken cancellation
    )
    {
        EmbeddingModel? model;
        try
        {
            model = await loading;
        }
        catch (Exception e)
            when (settings.Embedder == EmbedderSettings.BuiltIn && e is EncoderException or IOException or UnauthorizedAccessException)
        {
            // Nobody asked for an encoder; whoever searches in an incident gets an answer.
            Console.Error.WriteLine(
                $"kb: the encoder in {settings.BuiltInDirectory} cannot be used ({e.Message}); the built-in table is used."
            );
            model = EmbeddingModel.Table(new());
        }
        if (model is null)
            return (null, []);
        var degraded = new List<string>();
        using var cache = openCache(model);
        if (settings.IsBuiltInAbsent && !Console.IsErrorRedirected)
            Console.Error.WriteLine($"kb: {BuiltInEncoder.Absent}");
        if (!wait && MissingOf(model, knowledge.Index, cache) is > 0 and var missing)
        {
            var notice = string.Create(
                CultureInfo.InvariantCulture,
                $"{model.Name} has not embedded {missing:N0} of the passages; the built-in table is used. kb search --wait embeds them."
            );
            // Nobody asked for an encoder where it is the built-in one: the table answers until it has read everything.
            if (!model.IsBuiltIn)
                degraded.Add(notice);
            else if (!Console.IsErrorRedirected)
                Console.Error.WriteLine($"kb: {notice}");
            model = EmbeddingModel.Table(new());
        }
        var passages = await PassageEmbedding.Embed(
            knowledge.Index,
            model.Passages,
            cache,
            progress: new EmbeddingProgress("passages embedded"),
            cancellation: cancellation
        );
        var words = knowledge.WordsOf(query);
        if (string.IsNullOrWhiteSpace(words))
            return (null, degraded);
        var vectors = await model.Queries.GenerateAsync([words], cancellationToken: cancellation);
        return (QueryVector.Of(vectors[0].Vector.Span) is { } direction ? new(passages, direction, model.Weights) : null, degraded);
    }

    private static int MissingOf(EmbeddingModel model, LexicalIndex index, VectorCache? cache) =>
        cache is not null ? PassageEmbedding.MissingFrom(index, cache)
        : model.Kind == EmbedderKind.Table ? 0
        : index.PassageUnits;

    private static int UsageError(string message)
    {
        Console.Error.WriteLine($"kb: {message}");
        return ExitCode.UsageError;
    }
}
