using System.CommandLine;
using Knowledge.Indexer.Embeddings.Distillation;
using Knowledge.Indexer.Embeddings.Encoder;

namespace Knowledge.Indexer.Commands;

/// <summary><c>kb embed</c>: what turns texts into vectors.</summary>
internal static class EmbedCommand
{
    public static Command Create() => new("embed", "What compares meanings: make a table of vectors of your own") { Distil() };

    private static Command Distil()
    {
        var teacher = new Option<string>("--teacher") { Description = "Directory of the sentence encoder that is imitated", HelpName = "DIRECTORY", Required = true };
        var text = new Option<string[]>("--text") { Description = "Passages: one a line, or JSON lines with \"text\"; repeatable", HelpName = "FILE", Required = true, AllowMultipleArgumentsPerToken = true };
        var result = new Option<string>("--out") { Description = "Where the table goes", HelpName = "FILE", Required = true };
        var vectors = new Option<string?>("--teacher-vectors") { Description = "Where the teacher's vectors are kept, and taken from (default: the table's path with .teacher)", HelpName = "FILE" };
        var texts = Number("--texts", "Texts that the teacher is asked for, beside words", 400_000, 1_000, 10_000_000);
        var words = Number("--words", "Frequent whole words with a row of their own", 22_000, 0, 200_000);
        var dimensions = Number("--dimensions", "Numbers of a vector", 256, 16, 1024);
        var epochs = Number("--epochs", "How often all texts are gone through", 10, 1, 1000);
        var threads = Number("--threads", "Threads", Environment.ProcessorCount, 1, 1024);
        var command = new Command("distil", "Make a table that imitates a sentence encoder on your texts") { teacher, text, result, vectors, texts, words, dimensions, epochs, threads };
        command.SetAction((parsed, cancellation) => Task.Run(() =>
        {
            try
            {
                var destination = parsed.GetValue(result)!;
                Distillation.Run(
                    new(parsed.GetValue(teacher)!, parsed.GetValue(text)!, parsed.GetValue(vectors) ?? destination + ".teacher", parsed.GetValue(texts), parsed.GetValue(words), parsed.GetValue(dimensions), parsed.GetValue(epochs), parsed.GetValue(threads)),
                    Console.Error, cancellation).Write(destination);
                return ExitCode.Fine;
            }
            catch (OperationCanceledException)
            {
                Console.Error.WriteLine("kb: stopped; what the teacher said is kept, and the same command goes on from there.");
                return ExitCode.CannotAnswer;
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or EncoderException)
            {
                Console.Error.WriteLine($"kb: {e.Message}");
                return ExitCode.WrongUse;
            }
        }, CancellationToken.None));
        return command;
    }

    private static Option<int> Number(string name, string description, int value, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() is var given && (given < least || given > most)) result.AddError($"{name} takes {least} to {most}");
        });
        return option;
    }
}
