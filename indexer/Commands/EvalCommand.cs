using System.CommandLine;
using System.Globalization;
using Knowledge.Indexer.Evaluation;
using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Commands;

/// <summary><c>kb eval</c>: how good the search is on a judged set.</summary>
internal static class EvalCommand
{
    private const int Depth = SearchRequest.MaxLimit;

    public static Command Create()
    {
        var directory = new Argument<string>("directory") { Description = "A judged set: corpus.jsonl or corpus/, queries.jsonl, qrels.tsv", HelpName = "DIR" };
        var queries = FileOption("--queries", "Queries instead of DIR/queries.jsonl");
        var qrels = FileOption("--qrels", "Judgements instead of DIR/qrels.tsv");
        var corpus = FileOption("--corpus", "Documents instead of DIR/corpus.jsonl or DIR/corpus");
        var run = FileOption("--run", "Write the ranking: query id, document id and score, with tabs between them");
        var noThesaurus = new Option<bool>("--no-thesaurus") { Description = "Without synonyms" };
        var command = new Command("eval", "Measure the search on a judged set: nDCG@10, MRR@10, recall@10, success@3") { directory, queries, qrels, corpus, run, noThesaurus };
        command.SetAction(parsed =>
        {
            var root = parsed.GetValue(directory)!;
            if (!Directory.Exists(root)) return Wrong($"there is no directory {root}");
            var lines = Path.Combine(root, "corpus.jsonl");
            try
            {
                var set = EvaluationSet.Read(
                    parsed.GetValue(corpus) ?? (File.Exists(lines) ? lines : Path.Combine(root, "corpus")),
                    parsed.GetValue(queries) ?? Path.Combine(root, "queries.jsonl"),
                    parsed.GetValue(qrels) ?? Path.Combine(root, "qrels.tsv"));
                var ranking = Evaluation.Evaluation.Rank(set, Depth, useThesaurus: !parsed.GetValue(noThesaurus));
                if (parsed.GetValue(run) is { } file) File.WriteAllLines(file, ranking.SelectMany(r => r.Found.Select(f => string.Create(CultureInfo.InvariantCulture, $"{r.Query.Id}\t{f.Id}\t{f.Score}"))));
                CommonOptions.PrintJson(RetrievalScores.Of([.. ranking.Select(r => (r.Query, (IReadOnlyList<string>)[.. r.Found.Select(f => f.Id)]))], set.Judgements));
                return ExitCode.Fine;
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                return Wrong(e.Message);
            }
        });
        return command;
    }

    private static Option<string?> FileOption(string name, string description) => new(name) { Description = description, HelpName = "FILE" };

    private static int Wrong(string message)
    {
        Console.Error.WriteLine($"kb: {message}");
        return ExitCode.WrongUse;
    }
}
