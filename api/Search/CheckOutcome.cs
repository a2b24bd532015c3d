using Knowledge.Content.Documents;
using Knowledge.Indexer;
using Knowledge.Indexer.Answers;

namespace Knowledge.Api.Search;

/// <summary>What the check that decides shows when it is this cause.</summary>
/// <param name="Fits">What one sees then, as short as its page allows; null when that is not written.</param>
/// <param name="Tells">The check belongs to the cause: what else one sees means that it is another one.</param>
public sealed record CheckOutcome(string? Fits, bool Tells)
{
    private static readonly string[] Ends =
    [
        " means this cause",
        " mean this cause",
        " means that it is this cause",
        ", it is this cause",
        " is this cause",
    ];

    public static CheckOutcome Of(Step check, Answer answer, KnowledgeBase knowledge)
    {
        // A step of the diagnosis says what is normal; only the check of a cause says what speaks for it.
        var tells = answer
            .Evidence.Select(e => e.DocumentId)
            .Prepend(answer.DocumentId)
            .Distinct()
            .Select(knowledge.Find)
            .OfType<Document>()
            .SelectMany(d => d.Causes)
            .Any(c => c.Check is { } own && own.Command == check.Command && own.Text == check.Text);
        return new(tells ? Shortened(check.Expect) : check.Expect, tells);
    }

    internal static string? Shortened(string? expect)
    {
        if (string.IsNullOrWhiteSpace(expect))
            return null;
        foreach (var end in Ends)
            if (
                expect.IndexOf(end, StringComparison.OrdinalIgnoreCase) is > 0 and var at
                && expect[(at + end.Length)..].Trim(' ', '.').Length == 0
            )
                return expect[..at];
        return expect;
    }
}
