using System.CommandLine;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Reports;
using Knowledge.Indexer.Sources.History;

namespace Knowledge.Indexer.Commands;

/// <summary><c>kb show</c>: one document as Markdown, or with everything around it as JSON.</summary>
internal static class ShowCommand
{
    public static Command Create(CommonOptions common)
    {
        var id = new Argument<string>("id") { Description = "Document id, as in its URL /docs/ID; a path or URL of the page will do" };
        var command = new Command("show", "Print one document") { id };
        common.AddTo(command);
        command.SetAction(parsed =>
        {
            if (common.Sources(parsed) is not { } sources)
                return ExitCode.UsageError;
            var histories = SourceHistories.ReadAsync(sources);
            var knowledge = KnowledgeBase.Build(CommonOptions.Read(sources));
            var wanted = Id(parsed.GetValue(id)!);
            if (knowledge.Find(wanted) is not { } document)
            {
                Console.Error.WriteLine($"kb: there is no document '{wanted}'; `kb search` finds it by what it says.");
                return ExitCode.NotFound;
            }
            var view = DocumentView.Of(document, knowledge, null, TimeProvider.System.GetUtcNow(), sources, histories.Result);
            if (common.IsJson(parsed))
                CommonOptions.PrintJson(view);
            else
            {
                Console.Out.WriteLine($"{view.Title}\n{view.Kind} {view.Id}  ({view.Path})");
                if (view.Owner is { } owner)
                    Console.Out.WriteLine($"Owner: {owner.Team}{(owner.Contact is null ? "" : $" ({owner.Contact})")}");
                if (view.LastChange is { } change)
                {
                    var authors = change.Authors.Count > 0 ? $" by {string.Join(", ", change.Authors)}" : "";
                    Console.Out.WriteLine(
                        change.Basis == ChangeBasis.Git
                            ? $"Last real change: {change.At:yyyy-MM-dd}{authors}"
                            : $"Last changed: {change.At:yyyy-MM-dd} (by file time)"
                    );
                }
                if (view.EditUrl is { } address)
                    Console.Out.WriteLine($"Edit: {address}");
                // Control characters in content must not drive the terminal.
                var shown = document.Markdown.Trim().Select(c => char.IsControl(c) && c is not ('\n' or '\t') ? '\uFFFD' : c);
                Console.Out.WriteLine($"\n{string.Concat(shown)}");
            }
            return ExitCode.Success;
        });
        return command;
    }

    private static string Id(string text)
    {
        var path =
            Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url.AbsolutePath : text.Split('#')[0];
        return PageFormats.WithoutExtension(
            path.Trim('/') is var trimmed && trimmed.StartsWith("docs/", StringComparison.Ordinal) ? trimmed[5..] : trimmed
        );
    }
}
