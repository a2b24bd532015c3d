using System.CommandLine;
using Knowledge.Api.Cache;
using Knowledge.Api.Hosting;
using Knowledge.Api.Options;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace Knowledge.Api.Assistant;

/// <summary><c>assistant try QUESTION</c>: what the assistant would be sent, what it says, and what of it would be shown.</summary>
internal static class AssistantCommand
{
    public static Command Create()
    {
        var question = new Argument<string>("QUESTION") { Description = "What is seen, as in a search" };
        var settings = new[] { Settings.Content, Settings.Data, Settings.ChatUrl, Settings.ChatModel, Settings.ChatBudget }
            .Select(s => s.ToOption())
            .ToList();
        var attempt = new Command("try", "Ask the language model once, and show what is sent and what is kept of its reply") { question };
        foreach (var (option, _) in settings)
            attempt.Options.Add(option);
        attempt.SetAction(
            (parsed, cancellation) =>
                TryAsync(
                    parsed.GetValue(question)!,
                    HookCommand.ConfigurationOf([.. settings.SelectMany(s => s.Settings(parsed))]),
                    parsed,
                    cancellation
                )
        );
        return new Command("assistant", "The language model that shortens what pages say") { attempt };
    }

    private static async Task<int> TryAsync(
        string question,
        IConfiguration configuration,
        ParseResult parsed,
        CancellationToken cancellation
    )
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        if (question.Length > SearchRequest.MaxQueryCharacters)
            return Exit.With(
                error,
                $"the question has {question.Length} characters, {SearchRequest.MaxQueryCharacters} are allowed",
                Exit.WrongUse
            );
        if (ServerOptions.Read(configuration, out var options) is { } mistake)
            return Exit.With(error, mistake, Exit.WrongUse);
        if (options!.Chat is not { } chat)
            return Exit.With(error, "no language model is named: give --chat-url, such as http://localhost:11434/v1", Exit.WrongUse);
        var (time, data) = (TimeProvider.System, options.Serving.DataDirectory);
        var served = new DirectoryKnowledge(options.Serving.Sources, time);
        // In a folder of its own: the server's may be open. The budget is the server's.
        using var cache = new CacheFile(Path.Combine(data, "assistant-try"), time, NullLogger.Instance);
        var kernel = AssistantRegistration.KernelFor(chat, KnowledgeTools.Of(served, time), time);
        var assistant = new GroundedAssistant(new(chat, kernel, cache, new(data, chat.DailyTokens, time, NullLogger.Instance), time));
        var response = await served.SearchAsync(new(question), cancellation);
        output.WriteLine($"confidence: {response.Confidence.ToString().ToLowerInvariant()}");
        var summary = await assistant.SummariseAsync(response, served.Current, cancellation);
        foreach (var message in summary.Sent)
            output.WriteLine($"\nsent as {message.Role.Value}:\n{message.Text}");
        if (summary.Problem is { } problem)
            output.WriteLine($"\nno summary: {problem}");
        foreach (var sentence in summary.Reply.Kept)
            output.WriteLine($"\nkept: {sentence.Text} [{string.Join(", ", sentence.Citations.Select(c => c.Number))}]");
        foreach (var sentence in summary.Reply.Dropped)
            output.WriteLine($"\ndropped ({sentence.Reason}): {QuotedContent.Line(sentence.Text)}");
        return summary.Problem is null || summary.Sent.Count == 0 ? Exit.Fine : Exit.StoreRefused;
    }
}
