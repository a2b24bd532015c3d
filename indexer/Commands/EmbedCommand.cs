using System.CommandLine;
using System.Text.Json;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Distillation;
using Knowledge.Indexer.Embeddings.Encoder;
using Knowledge.Indexer.Embeddings.Endpoint;
using Knowledge.Indexer.Embeddings.Models;
using Knowledge.Indexer.Http;

namespace Knowledge.Indexer.Commands;

/// <summary><c>kb embed</c>: what turns texts into vectors.</summary>
internal static class EmbedCommand
{
    public static Command Create(CommonOptions common) =>
        new("embed", "Semantic search: fetch a sentence encoder, or make a table of vectors of your own")
        {
            Get(),
            List(),
            Status(common),
            Distil(),
        };

    private static Option<string> Models() =>
        new("--models")
        {
            Description = "Where models are stored (default: the platform's folder for application data)",
            HelpName = "DIR",
            DefaultValueFactory = _ => EmbedderSettings.DefaultModelsDirectory,
        };

    private static Command Get()
    {
        var name = new Argument<string>("name") { Description = "One of kb embed list" };
        var from = new Option<string?>("--from")
        {
            Description = "Take its files from here instead of its own address",
            HelpName = "DIRECTORY|URL",
        };
        var models = Models();
        var command = new Command("get", "Fetch a model by name and verify its bytes; an interrupted download is resumed")
        {
            name,
            from,
            models,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                if (ModelManifest.Known.FirstOrDefault(m => m.Name == parsed.GetValue(name)) is not { } model)
                    return UsageError($"there is no model {parsed.GetValue(name)}; kb embed list names those there are");
                var source = parsed.GetValue(from);
                if (source is not null && !Directory.Exists(source) && !EndpointAddress.IsAddress(source))
                    return UsageError($"--from {source} is neither a directory nor an address");
                if (source is not null && EndpointAddress.IsAddress(source) && !source.EndsWith('/'))
                    source += '/';
                using var http = OutgoingHttp.ForKnownFiles();
                try
                {
                    Console.WriteLine(
                        await ModelFetch.RunAsync(
                            model,
                            source,
                            parsed.GetValue(models)!,
                            http,
                            ModelFetch.MaxStall,
                            new FetchProgress(),
                            cancellation
                        )
                    );
                    return ExitCode.Success;
                }
                catch (OperationCanceledException)
                {
                    Console.Error.WriteLine("kb: stopped; what has come is kept, and the same command goes on from there.");
                    return ExitCode.Unavailable;
                }
                catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or HttpRequestException)
                {
                    Console.Error.WriteLine($"kb: {e.Message}");
                    return ExitCode.Unavailable;
                }
            }
        );
        return command;
    }

    private static Command List()
    {
        var models = Models();
        var command = new Command("list", "List the models that can be fetched, and those that are there") { models };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(models)!;
            foreach (var model in ModelManifest.Known)
            {
                var isHere = Directory.Exists(Path.Combine(folder, model.Name));
                Console.WriteLine($"{model.Name}\t{(isHere ? "here" : "to be fetched")}\t{model.Licence}\t{model.Address}");
            }
            if (Directory.Exists(folder))
                foreach (
                    var other in Directory
                        .EnumerateDirectories(folder)
                        .Select(Path.GetFileName)
                        .Where(n =>
                            !n!.EndsWith(ModelFetch.Unfinished, StringComparison.Ordinal) && ModelManifest.Known.All(m => m.Name != n)
                        )
                        .Order(StringComparer.Ordinal)
                )
                    Console.WriteLine($"{other}\there");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Status(CommonOptions common)
    {
        var (server, tokenFile) = (RunningServer.Option(), RunningServer.TokenFile());
        var command = new Command("status", "Show the model of a running server, and how many texts it has read")
        {
            server,
            tokenFile,
            common.Output,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunningServer.SendAsync(
                    parsed.GetValue(server)!,
                    parsed.GetValue(tokenFile),
                    HttpMethod.Get,
                    "/api/embedder",
                    answer => Print(answer, common.IsJson(parsed)),
                    cancellation
                )
        );
        return command;
    }

    private static void Print(JsonElement answer, bool json)
    {
        if (json)
        {
            Console.WriteLine(answer.GetRawText());
            return;
        }
        Console.WriteLine($"compared by {answer.GetProperty("inUse").GetString()}, wanted {answer.GetProperty("wanted").GetString()}");
        if (answer.GetProperty("of").GetInt32() is > 0 and var of)
            Console.WriteLine($"{answer.GetProperty("done").GetInt32()} of {of} texts embedded");
        foreach (var problem in answer.GetProperty("problems").EnumerateArray())
            Console.WriteLine(string.Concat(problem.GetString()!.Where(c => !char.IsControl(c))));
    }

    private static int UsageError(string message)
    {
        Console.Error.WriteLine($"kb: {message}");
        return ExitCode.UsageError;
    }

    private static Command Distil()
    {
        var teacher = new Option<string>("--teacher")
        {
            Description = "Directory of the sentence encoder to imitate",
            HelpName = "DIRECTORY",
            Required = true,
        };
        var text = new Option<string[]>("--text")
        {
            Description = "Passages: one a line, or JSON lines with \"text\"; repeatable",
            HelpName = "FILE",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var result = new Option<string>("--out")
        {
            Description = "File to write the table to",
            HelpName = "FILE",
            Required = true,
        };
        var vectors = new Option<string?>("--teacher-vectors")
        {
            Description = "File with the vectors of the teacher, written and read (default: the table's path with .teacher)",
            HelpName = "FILE",
        };
        var texts = Number("--texts", "Texts that the teacher is asked for, beside words", 450_000, 1_000, 10_000_000);
        var words = Number("--words", "Frequent whole words with a row of their own", 10_000, 0, 200_000);
        var dimensions = Number("--dimensions", "Numbers of a vector", 256, 16, 1024);
        var epochs = Number("--epochs", "Number of passes over all texts", 10, 1, 1000);
        var threads = Number("--threads", "Threads", Environment.ProcessorCount, 1, 1024);
        var command = new Command("distil", "Make a table that imitates a sentence encoder on your texts")
        {
            teacher,
            text,
            result,
            vectors,
            texts,
            words,
            dimensions,
            epochs,
            threads,
        };
        command.SetAction(
            (parsed, cancellation) =>
                Task.Run(
                    () =>
                    {
                        try
                        {
                            var destination = parsed.GetValue(result)!;
                            Distillation
                                .Run(
                                    new(
                                        parsed.GetValue(teacher)!,
                                        parsed.GetValue(text)!,
                                        parsed.GetValue(vectors) ?? destination + ".teacher",
                                        parsed.GetValue(texts),
                                        parsed.GetValue(words),
                                        parsed.GetValue(dimensions),
                                        parsed.GetValue(epochs),
                                        parsed.GetValue(threads)
                                    ),
                                    Console.Error,
                                    new EmbeddingProgress("texts that the teacher was asked for"),
                                    cancellation
                                )
                                .Write(destination);
                            return ExitCode.Success;
                        }
                        catch (OperationCanceledException)
                        {
                            Console.Error.WriteLine(
                                "kb: stopped; what the teacher answered is kept, and the same command continues from there."
                            );
                            return ExitCode.Unavailable;
                        }
                        catch (Exception e)
                            when (e is InvalidDataException or IOException or UnauthorizedAccessException or EncoderException)
                        {
                            Console.Error.WriteLine($"kb: {e.Message}");
                            return ExitCode.UsageError;
                        }
                    },
                    CancellationToken.None
                )
        );
        return command;
    }

    private static Option<int> Number(string name, string description, int value, int min, int max)
    {
        var option = new Option<int>(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => value,
        };
        option.TakesOnly(min, max);
        return option;
    }
}
