using System.ComponentModel;
using System.Globalization;
using System.Text;
using Knowledge.Content.Catalog;
using Knowledge.Indexer.Twins;

namespace Knowledge.Indexer.Tools;

/// <summary><c>check_paths</c>: what a change of files touches that an incident was about, and what must change with it.</summary>
internal static class CheckPathsTool
{
    private const int MaxPaths = 500;
    private const int MaxPathCharacters = 1_000;

    public static KnowledgeTool Of(IServedKnowledge served, TimeProvider time)
    {
        string Check(
            [Description("Paths that change, relative to their repository; NAME:PATH lies in another repository")] string[] paths,
            [Description("Repository in which they lie, such as infra-cron; any where it is not given")] string? repository = null,
            [Description("From the answer before, for its next page")] string? cursor = null
        )
        {
            if (paths.Length > MaxPaths || paths.Any(p => p is null || p.Length > MaxPathCharacters))
                throw new ToolException($"At most {MaxPaths} paths of at most {MaxPathCharacters} characters are looked at; give fewer.");
            var change = new Change(string.IsNullOrWhiteSpace(repository) ? null : repository.Trim(), paths);
            if (TwinGuard.Validate(change) is { } wrong)
                throw new ToolException($"{char.ToUpperInvariant(wrong[0])}{wrong[1..]}.");
            if (served.Current.Documents.Count == 0)
                throw new ToolException("No documents are served, so nothing is known of these paths.");
            return AnswerPage.Of(TextOf(TwinGuard.Of(served.Current, change, time.GetUtcNow())), cursor);
        }

        return KnowledgeTool.Of(
            "check_paths",
            "Check what must change together",
            "Says for files that are about to change which incidents they were part of, and which linked files (those that must change "
                + "with them, often in another repository) are missing, with their owners.",
            ["""{"repository": "ticker-loader", "paths": ["src/output/shard-07.py"]}"""],
            Check
        );
    }

    private static string TextOf(TouchReport report)
    {
        var text = new StringBuilder();
        var verdict = report.Verdict switch
        {
            TouchVerdict.TwinMissing => "a linked file is missing from the change",
            TouchVerdict.Complete => "every linked file is in the change",
            TouchVerdict.Acknowledged => "linked files are missing, and a link says why",
            _ => "nothing of it has a linked file",
        };
        text.Append(CultureInfo.InvariantCulture, $"verdict: {verdict}\n");
        foreach (var set in report.Sets)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n- id: {set.DocumentId}, kind: {set.Kind.ToString().ToLowerInvariant()}\n");
            text.Append(QuotedContent.Of(set.Title));
            foreach (var member in set.Touched)
                text.Append(QuotedContent.Of($"touched: {member.Repository}:{member.Path}"));
            foreach (var member in set.Missing)
                text.Append(
                    QuotedContent.Of(
                        $"missing: {member.Repository}:{member.Path}"
                            + (member.Owner is { } owner ? $"; owner: {OwnerText.Of(owner)}" : "; owner: nobody is named")
                    )
                );
        }
        if (report.Named.Count > 0)
            text.Append("\nPages that name one of the paths:\n");
        foreach (var mention in report.Named)
        {
            text.Append(CultureInfo.InvariantCulture, $"- id: {mention.DocumentId}\n");
            text.Append(QuotedContent.Of($"{mention.Title}: {mention.As}"));
        }
        return text.ToString();
    }
}
