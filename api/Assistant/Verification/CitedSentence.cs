using System.Globalization;
using System.Text.RegularExpressions;

namespace Knowledge.Api.Assistant.Verification;

/// <summary>A sentence of a reply with the numbers that stand behind it.</summary>
internal sealed partial record CitedSentence(string Text, IReadOnlyList<int> Citations)
{
    /// <summary>Takes a reply apart: what stands before a citation belongs to it, of several sentences only the last.</summary>
    public static IReadOnlyList<CitedSentence> In(string reply)
    {
        var sentences = new List<CitedSentence>();
        foreach (var line in reply.ReplaceLineEndings("\n").Split('\n'))
            AddLine(sentences, Bullet().Replace(line.Trim(), ""));
        return sentences;
    }

    private static void AddLine(List<CitedSentence> sentences, string line)
    {
        var (at, first) = (0, sentences.Count);
        foreach (Match citation in Citation().Matches(line))
        {
            var numbers = Number()
                .Matches(citation.Value)
                .Select(m => int.TryParse(m.Value, CultureInfo.InvariantCulture, out var number) ? number : -1)
                .ToList();
            var text = line[at..citation.Index];
            at = citation.Index + citation.Length;
            if (!text.Any(char.IsLetterOrDigit))
            {
                // Behind another citation it belongs to the same sentence.
                if (sentences.Count > first)
                    sentences[^1] = sentences[^1] with { Citations = [.. sentences[^1].Citations, .. numbers] };
                continue;
            }
            var parts = Split(text);
            sentences.AddRange(parts[..^1].Select(p => new CitedSentence(p, [])));
            sentences.Add(new(parts[^1], numbers));
        }
        var rest = line[at..];
        if (rest.Any(char.IsLetterOrDigit))
            sentences.AddRange(Split(rest).Select(p => new CitedSentence(p, [])));
    }

    private static List<string> Split(string text) =>
        [.. SentenceEnd().Split(text).Select(p => p.Trim().TrimStart('.', ',', ';', ':').Trim()).Where(p => p.Any(char.IsLetterOrDigit))];

    [GeneratedRegex(@"^(?:[-*•–]|\d{1,2}[.)])\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Bullet();

    [GeneratedRegex(@"\[\s*\d{1,6}(?:\s*[,;]\s*\d{1,6})*\s*\]", RegexOptions.NonBacktracking)]
    private static partial Regex Citation();

    [GeneratedRegex(@"\d+", RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    [GeneratedRegex(@"(?<=[.!?])\s+(?=\p{Lu})", RegexOptions.None, 1000)]
    private static partial Regex SentenceEnd();
}
