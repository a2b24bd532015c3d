using System.ComponentModel;
using System.Globalization;
using System.Text;
using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Archive;
using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Tools;

/// <summary><c>search</c>: probable causes with checks and steps, and the pages that match.</summary>
internal static class SearchTool
{
    private const int MaxHits = 20;
    private const int MaxItems = 12;

    /// <summary>What is less probable is named only: whoever reads by machine pays by the word.</summary>
    private const int WholeCauses = 2;

    public static KnowledgeTool Of(IServedKnowledge served)
    {
        async Task<string> Search(
            [Description("What is seen, in anybody's words: a symptom, an alert name, a log line, an error; up to 4096 characters")]
                string query,
            [Description("Pages wanted, 1 to 20")] int limit = 5,
            [Description("From the answer before, for its next page")] string? cursor = null,
            [Description("How the query is read: detect, lucene (disk AND (full OR \"no space\"~3)), or plain")] string syntax = "detect",
            [Description("What is searched: all, knowledge (runbooks and postmortems), or archive (old tickets, chats, pages)")]
                string scope = "all",
            CancellationToken cancellation = default
        )
        {
            if (string.IsNullOrWhiteSpace(query))
                throw new ToolException("query is empty; say what is seen.");
            if (query.Length > SearchRequest.MaxPasteCharacters)
                throw new ToolException(
                    $"query has {query.Length} characters, {SearchRequest.MaxPasteCharacters} are searched; give the lines with the error."
                );
            if (limit is < 1 or > MaxHits)
                throw new ToolException($"limit is {limit}; give 1 to {MaxHits}.");
            if (!Enum.TryParse<QuerySyntax>(syntax, ignoreCase: true, out var reading) || !syntax.All(char.IsAsciiLetter))
                throw new ToolException("syntax is none of detect, lucene, plain.");
            if (scope is not ("all" or "knowledge" or "archive"))
                throw new ToolException("scope is none of all, knowledge, archive.");
            if (Expression.ProblemOf(query, reading) is { } unclear)
                throw new ToolException($"the query is not a valid expression: {unclear}");
            var request = new SearchRequest(query, limit) { Syntax = reading };
            var archived = scope == "knowledge" ? null : await served.SearchArchivesAsync(request, cancellation);
            if (scope == "archive" && archived is null)
                throw new ToolException("there is no archive to search; leave scope out.");
            var text = scope == "archive" ? DegradedOf(served.Degraded) : TextOf(await served.SearchAsync(request, cancellation));
            return AnswerPage.Of(archived is null ? text : text + TextOf(archived), cursor);
        }
        return KnowledgeTool.Of(
            "search",
            "Search runbooks and postmortems",
            "Finds what probably causes something that is seen, with checks, steps and owner, from runbooks and postmortems. "
                + "At confidence low or none no cause is known: do not make one up.",
            ["""{"query": "dashboards show no data"}""", """{"query": "ENOSPC no space left on device", "limit": 3}"""],
            Search
        );
    }

    private static string DegradedOf(IReadOnlyList<string> degraded) =>
        string.Concat(degraded.Select(what => "degraded:\n" + QuotedContent.Of(what)));

    private static string TextOf(SearchResponse response)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"confidence: {response.Confidence.ToString().ToLowerInvariant()}\n");
        text.Append(DegradedOf(response.Degraded ?? []));
        if (response.Answers.Count == 0)
            text.Append("No page says a cause with confidence. Do not guess one.\n");
        if (response.Gap?.Owner is { } nearest)
            text.Append("Whom to ask:\n").Append(QuotedContent.Of(OwnerText.Of(nearest)));
        foreach (var (index, answer) in response.Answers.Index())
            if (index < WholeCauses)
                Append(text, answer, index + 1);
            else
                text.Append(
                        CultureInfo.InvariantCulture,
                        $"\nProbable cause {index + 1}, id: {answer.DocumentId} (show gives its checks and steps)\n"
                    )
                    .Append(QuotedContent.Of(answer.Cause));
        text.Append(CultureInfo.InvariantCulture, $"\nPages that match: {response.Hits.Count}\n");
        foreach (var hit in response.Hits)
        {
            var kind = hit.Kind.ToString().ToLowerInvariant();
            text.Append(CultureInfo.InvariantCulture, $"\n- id: {hit.DocumentId}, kind: {kind}, url: {hit.Url}\n");
            var title = hit.Section.Length > 0 && hit.Section != hit.Title ? $"{hit.Title} › {hit.Section}" : hit.Title;
            text.Append(QuotedContent.Of($"{title}\n{hit.Snippet}"));
        }
        return text.ToString();
    }

    private static string TextOf(ArchiveResult archived)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\nFrom the archive, old and maybe out of date: {archived.Hits.Count}\n");
        if (!archived.IsComplete)
            text.Append("Time ran out: better ones may be missing.\n");
        foreach (var hit in archived.Hits)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n- id: {hit.Id}, url: {hit.Url}");
            if (hit.Date is { } date)
                text.Append(CultureInfo.InvariantCulture, $", date: {date:yyyy-MM-dd}");
            text.Append('\n').Append(QuotedContent.Of($"{hit.Title}\n{hit.Snippet}"));
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, Answer answer, int number)
    {
        var confidence = answer.Confidence.ToString().ToLowerInvariant();
        text.Append(CultureInfo.InvariantCulture, $"\nProbable cause {number}, confidence: {confidence}, id: {answer.DocumentId}, ");
        text.Append(
            answer.Seen.Count == 0
                ? "in no postmortem yet"
                : string.Create(CultureInfo.InvariantCulture, $"in postmortems: {answer.Seen.Count}, last {answer.Seen.Last:yyyy-MM-dd}")
        );
        text.Append('\n').Append(QuotedContent.Of(answer.Cause));
        text.Append(answer.Owner is null ? "owner: nobody is named\n" : "owner:\n");
        if (answer.Owner is { } owner)
            text.Append(QuotedContent.Of(OwnerText.Of(owner)));
        AppendSteps(text, "checks", answer.Checks);
        AppendSteps(text, "steps", answer.Steps);
        AppendSteps(text, "verify", answer.Verify);
        AppendList(
            text,
            "misleading checks: green even when this is broken",
            answer.StaysGreen.Select(s => Joined(s.Check, "blind to", s.BlindTo))
        );
        AppendList(text, "dead ends", answer.DeadEnds.Select(d => Joined(d.Suspicion, "because", d.Why)));
        if (answer.Wording is { } wording)
            AppendList(text, "approved wording for customers", [wording]);
        text.Append("evidence: ").Append(string.Join(", ", answer.Evidence.Select(e => e.Url).Distinct().Take(MaxItems))).Append('\n');
    }

    private static void AppendSteps(StringBuilder text, string name, IReadOnlyList<Step> steps)
    {
        AppendList(
            text,
            name,
            steps.Select(
                (s, i) =>
                    string.Create(CultureInfo.InvariantCulture, $"{i + 1}. {s.Text}")
                    + (s.Command is null ? "" : $"\n   command: {s.Command}")
                    + (s.Expect is null ? "" : $"\n   expect: {s.Expect}")
            )
        );
    }

    private static void AppendList(StringBuilder text, string name, IEnumerable<string> items)
    {
        var shown = items.ToList();
        if (shown.Count == 0)
            return;
        text.Append(name).Append(":\n");
        foreach (var item in shown.Take(MaxItems))
            text.Append(QuotedContent.Of(item));
        if (shown.Count > MaxItems)
            text.Append(CultureInfo.InvariantCulture, $"({shown.Count - MaxItems} more on the page)\n");
    }

    private static string Joined(string first, string between, string? second) => second is null ? first : $"{first} ({between} {second})";
}
