using System.Security.Cryptography;
using System.Text;
using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>
/// Names findings so that they are known again: by code, file and subject, and without a subject by the text of their line, never
/// by its number or by the message's
/// figures. Of several that are the same the first, second … are told apart by order.
/// </summary>
internal static class Fingerprints
{
    public static IReadOnlyList<string> Of(KnowledgeBase knowledge, IReadOnlyList<Finding> findings)
    {
        var texts = knowledge
            .Snapshots.SelectMany(r =>
                r.Files.Where(f => f.Text is not null).Select(f => (Key: (knowledge.Snapshots.Count == 1 ? null : r.Name, f.Path), f.Text))
            )
            .ToDictionary(f => f.Key, f => f.Text!);
        var lines = new Dictionary<(string?, string), string[]>();
        var seen = new Dictionary<string, int>();
        return
        [
            .. findings.Select(f =>
            {
                var named = $"{f.Code}\n{f.Source}\n{f.File}\n{f.Subject ?? Line((f.Source, f.File), f.Line)}";
                var order = seen[named] = seen.GetValueOrDefault(named) + 1;
                return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{named}\n{order}")))[..24];
            }),
        ];

        string Line((string?, string) file, int number)
        {
            if (number <= 1 || !texts.TryGetValue(file, out var text))
                return "";
            if (!lines.TryGetValue(file, out var split))
                split = lines[file] = text.Split('\n');
            return number <= split.Length ? split[number - 1].Trim() : "";
        }
    }
}
