using System.CommandLine;
using Knowledge.Content.Documents;
using Knowledge.Content.Markup;
using Knowledge.Indexer.Archive;
using Knowledge.Indexer.Reports;
using Knowledge.Indexer.Snapshots;
using Knowledge.Indexer.Sources;
using Knowledge.Indexer.Sources.History;
using Knowledge.Indexer.Terminal;

namespace Knowledge.Indexer.Commands;

/// <summary>
/// <c>kb show</c>: one document as Markdown, or with everything around it as JSON; or a page of an archive.
/// </summary>
internal static class ShowCommand
{
    private const int MaxWidth = 100;

    public static Command Create(CommonOptions common)
    {
        var id = new Argument<string>("id")
        {
            Description = "Document id, as in its URL /docs/ID; a path or URL of the page will do, as will those of an archived page",
        };
        var archives = new ArchiveOption();
        var command = new Command("show", "Print one document") { id };
        common.AddTo(command);
        archives.AddTo(command);
        command.SetAction(parsed =>
        {
            var wanted = parsed.GetValue(id)!;
            var (opened, problem) = archives.Open(parsed);
            using var held = opened;
            if (problem is not null)
            {
                Console.Error.WriteLine($"kb: {problem}");
                return ExitCode.UsageError;
            }
            if (ArchiveAddress.Read(wanted).IsCertain && held.Page(wanted) is { } archived)
                return Archived(archived);
            if (common.Sources(parsed) is not { } sources)
                return ExitCode.UsageError;
            var histories = SourceHistories.ReadAsync(sources);
            var knowledge = CachedKnowledge.Open(sources);
            // As a person may write it: TRIAGE_GUIDE.md for triage_guide.
            var ids = Ids(wanted, sources).SelectMany(i => new[] { i, DocumentId.FromText(i).Value }).Distinct().ToList();
            var found = ids.Select(knowledge.Find).Concat(ids.Select(i => FormerIds.Find(i, knowledge)));
            if (found.FirstOrDefault(d => d is not null) is not { } document)
            {
                if (held.Page(wanted) is { } named)
                    return Archived(named);
                Console.Error.WriteLine(
                    held.Any || !ArchiveAddress.Read(wanted).IsCertain
                        ? $"kb: there is no document '{wanted}'; `kb search` finds it by what it says."
                        : $"kb: there is no document '{wanted}'; if it is a page of an archive, name that with --archive NAME=DIR."
                );
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
                            ? $"Last updated: {change.At:yyyy-MM-dd}{authors}"
                            : $"Last changed: {change.At:yyyy-MM-dd} (by file time)"
                    );
                }
                if (view.EditUrl is { } address)
                    Console.Out.WriteLine($"Edit: {address}");
                Console.Out.WriteLine($"\n{Body(document.Markdown.Trim())}");
            }
            return ExitCode.Success;

            int Archived(ArchivedPage page)
            {
                if (common.IsJson(parsed))
                    CommonOptions.PrintJson(page);
                else
                    ArchivedPagePrinter.Print(page);
                return ExitCode.Success;
            }
        });
        return command;
    }

    // Somebody who reads it on a terminal sees the page; a file or a pipe gets its text.
    private static string Body(string markdown) =>
        Screen.IsRich && TerminalRendering.Render(markdown, Math.Min(Screen.Width, MaxWidth), Screen.IsColored) is { } page
            ? page.TrimEnd()
            // Control characters in content must not drive the terminal.
            : string.Concat(markdown.Select(c => char.IsControl(c) && c is not ('\n' or '\t') ? '\uFFFD' : c));

    /// <summary>
    /// The ids that are meant, the likeliest first: the address of a page begins with <c>docs/</c>, and so may its path; a path may begin
    /// where the command is run.
    /// </summary>
    private static IEnumerable<string> Ids(string text, IReadOnlyList<SourceDirectory> sources)
    {
        var isAddress = Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";
        var path = (isAddress ? Uri.UnescapeDataString(url!.AbsolutePath) : text.Split('#')[0]).Trim('/');
        var isBelowDocs = path.StartsWith("docs/", StringComparison.Ordinal);
        if (isAddress && isBelowDocs)
            yield return PageFormats.WithoutExtension(path[5..]);
        yield return PageFormats.WithoutExtension(path);
        if (isBelowDocs)
            yield return PageFormats.WithoutExtension(path[5..]);
        if (isAddress)
            yield break;
        foreach (var source in sources)
        {
            var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(source.Directory)) + Path.DirectorySeparatorChar;
            if (Path.GetFullPath(text.Split('#')[0]) is var file && file.StartsWith(root, StringComparison.Ordinal))
            {
                var inside = DocumentId.FromPath(source.PrefixesIds ? source.Name : null, file[root.Length..].Replace('\\', '/'));
                yield return inside.Value;
            }
        }
    }
}
