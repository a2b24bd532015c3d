using System.ComponentModel;
using System.Globalization;
using System.Text;
using Knowledge.Content.Catalog;

namespace Knowledge.Indexer.Tools;

/// <summary><c>unanswered_searches</c>: what people searched for and nobody has written.</summary>
internal static class UnansweredSearchesTool
{
    private const int MaxLimit = 100;

    public static KnowledgeTool Of(IServedKnowledge served)
    {
        string List(
            [Description("Searches wanted, 1 to 100")] int limit = 20,
            [Description("From the answer before, for its next page")] string? cursor = null
        )
        {
            if (limit is < 1 or > MaxLimit)
                throw new ToolException($"limit is {limit}; give 1 to {MaxLimit}.");
            if (served.UnansweredSearches(limit) is not { } gaps)
                throw new ToolException(
                    "Searches are kept by a running server only, and cannot be read just now: what is missing is not known."
                );
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"searches without an answer: {gaps.Count}\n");
            foreach (var gap in gaps)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n- asked: {gap.Count}, last: {gap.Last.UtcDateTime:yyyy-MM-dd}\n");
                text.Append(QuotedContent.Of(gap.Query));
                if (gap.Owner is { } owner)
                    text.Append(QuotedContent.Of("nearest owner: " + OwnerText.Of(owner)));
            }
            return AnswerPage.Of(text.ToString(), cursor);
        }

        return KnowledgeTool.Of(
            "unanswered_searches",
            "List searches without an answer",
            "Gives words that people searched for and that no page answers, most asked for first: what somebody should write next.",
            ["""{"limit": 10}"""],
            List
        );
    }
}
