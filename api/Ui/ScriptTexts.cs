using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Knowledge.Api.Languages;

namespace Knowledge.Api.Ui;

/// <summary>The texts of the scripts in a language, as a page brings them: each stands as <c>say("…")</c> in a script.</summary>
internal static partial class ScriptTexts
{
    private static readonly ConcurrentDictionary<string, string> Written = new();

    /// <summary>English texts of all scripts.</summary>
    public static IReadOnlyList<string> Keys { get; } =
    [
        .. Asset
            .Scripts.SelectMany(s => Text().Matches(Encoding.UTF8.GetString(s.Content)))
            .Select(m => JsonSerializer.Deserialize<string>(m.Groups["text"].Value)!)
            .Distinct(),
    ];

    /// <returns>A JSON object that may stand in a page; null for English.</returns>
    public static string? Of(Language language) =>
        language.Texts.Count == 0
            ? null
            : Written.GetOrAdd(
                language.Code,
                _ => JsonSerializer.Serialize(Keys.Where(language.Texts.ContainsKey).ToDictionary(k => k, k => language.Texts[k]))
            );

    [GeneratedRegex("""\bsay\((?<text>"([^"\\]|\\.)*")""", RegexOptions.NonBacktracking)]
    private static partial Regex Text();
}
