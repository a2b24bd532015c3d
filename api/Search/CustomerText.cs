using Knowledge.Content.Documents;
using Knowledge.Indexer;
using Knowledge.Indexer.Answers;

namespace Knowledge.Api.Search;

/// <summary>An approved sentence for customers, with the places that are to be filled in before it goes out.</summary>
/// <param name="When">What must be true; null when its page does not say.</param>
public sealed record CustomerText(string Text, string? When)
{
    private const int MaxBlanks = 6;

    /// <summary>Names in curly brackets, each once: <c>time</c> of "by {time} UTC".</summary>
    public IReadOnlyList<string> Blanks { get; } =
    [.. Parts(Text).Where(p => p.IsBlank).Select(p => p.Text).Distinct(StringComparer.Ordinal).Take(MaxBlanks)];

    /// <summary>The text in pieces: as written, and the names of what is to be filled in.</summary>
    public IReadOnlyList<(string Text, bool IsBlank)> Pieces => Parts(Text);

    /// <summary>
    /// The texts of an answer: the one to send now, which needs no cause and nothing filled in, and those for later.
    /// </summary>
    public static (CustomerText? First, IReadOnlyList<CustomerText> Later) Of(Answer answer, KnowledgeBase knowledge)
    {
        var all = new List<CustomerText>();
        if (answer.Wording is { } wording)
            all.Add(new(wording, WhenOf(wording, answer, knowledge)));
        all.AddRange(answer.MoreWording.Select(w => new CustomerText(w.Text, w.When)));
        // The first wording of an answer is one that is true before the cause is known, where there is such a one.
        var first = answer.Wording is not null && all[0].Blanks.Count == 0 ? all[0] : null;
        return (first, [.. all.Where(t => t != first)]);
    }

    private static string? WhenOf(string text, Answer answer, KnowledgeBase knowledge) =>
        answer
            .Evidence.Select(e => e.DocumentId)
            .Prepend(answer.DocumentId)
            .Distinct()
            .Select(knowledge.Find)
            .OfType<Document>()
            .SelectMany(d => d.FrontMatter.Wording)
            .FirstOrDefault(w => w.Text == text)
            ?.When;

    private static List<(string Text, bool IsBlank)> Parts(string text)
    {
        var parts = new List<(string, bool)>();
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf('{', at);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (close < 0)
                break;
            var name = text[(open + 1)..close];
            if (!IsName(name))
            {
                parts.Add((text[at..(open + 1)], false));
                at = open + 1;
                continue;
            }
            if (open > at)
                parts.Add((text[at..open], false));
            parts.Add((name, true));
            at = close + 1;
        }
        if (at < text.Length)
            parts.Add((text[at..], false));
        return parts;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 30
        && char.IsLetterOrDigit(name[0])
        && char.IsLetterOrDigit(name[^1])
        && name.All(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_');
}
