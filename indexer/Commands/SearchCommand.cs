using System.CommandLine;
using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Commands;

/// <summary><c>kb search</c>: the same search as the page and the API, over directories.</summary>
internal static class SearchCommand
{
    public static Command Create(CommonOptions common)
    {
        var words = new Argument<string[]>("words") { Description = "What is seen, in your own words; an alert name, a log line, an error", Arity = ArgumentArity.OneOrMore };
        var limit = new Option<int>("--limit") { Description = "Hits wanted", DefaultValueFactory = _ => 10 };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > SearchRequest.MaxLimit) result.AddError($"--limit takes 1 to {SearchRequest.MaxLimit}");
        });
        var explain = new Option<bool>("--explain") { Description = "Say for each hit how its score came about" };
        var noThesaurus = new Option<bool>("--no-thesaurus") { Description = "Without synonyms" };
        var command = new Command("search", "Find the probable cause, what to check and what to do") { words, limit, explain, noThesaurus };
        common.AddTo(command);
        command.SetAction(parsed =>
        {
            var query = string.Join(' ', parsed.GetValue(words)!);
            if (query.Length > SearchRequest.MaxPasteCharacters)
            {
                Console.Error.WriteLine($"kb: the words are {query.Length} characters long; at most {SearchRequest.MaxPasteCharacters} are searched. Paste less.");
                return ExitCode.WrongUse;
            }
            if (common.Read(parsed) is not { } readings) return ExitCode.WrongUse;
            var knowledge = KnowledgeBase.Build(readings, useThesaurus: !parsed.GetValue(noThesaurus));
            if (knowledge.Documents.Count == 0)
            {
                Console.Error.WriteLine("kb: there is no document in the content directory; nothing can be answered. `kb check` says why files were not read.");
                return ExitCode.CannotAnswer;
            }
            var response = knowledge.Search(new(query, parsed.GetValue(limit), Explain: parsed.GetValue(explain)), TimeProvider.System.GetUtcNow());
            if (common.IsJson(parsed)) CommonOptions.PrintJson(response);
            else AnswerPrinter.Print(response);
            return ExitCode.Fine;
        });
        return command;
    }
}
