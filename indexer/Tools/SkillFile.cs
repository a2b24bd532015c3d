using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Knowledge.Content.Documents;
using Knowledge.Content.Text;

namespace Knowledge.Indexer.Tools;

/// <summary>A runbook as a skill for coding assistants: a folder with a <c>SKILL.md</c> (agentskills.io, specification).</summary>
/// <remarks>Name: at most 64 of a-z, 0-9 and hyphens, the same as its folder; description: at most 1,024 characters.</remarks>
internal static class SkillFile
{
    public const string Name = "SKILL.md";

    private const int MaxNameCharacters = 64;
    private const int MaxDescriptionCharacters = 1_024;
    private const string Mark = "  knowledge-sum: ";
    private static readonly JsonSerializerOptions Scalar = new() { Encoder = ContractJson.Options.Encoder };

    /// <summary>Name of the folder and of the skill.</summary>
    public static string NameOf(Document document)
    {
        var name = new StringBuilder();
        foreach (var character in document.Id.Value)
            if (char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character))
                name.Append(character);
            else if (name.Length > 0 && name[^1] != '-')
                name.Append('-');
        var whole = name.ToString().Trim('-');
        if (whole.Length <= MaxNameCharacters)
            return whole.Length > 0 ? whole : "runbook-" + Hash(document.Id.Value)[..8];
        // Two long names must not become one.
        return $"{whole[..(MaxNameCharacters - 9)].TrimEnd('-')}-{Hash(document.Id.Value)[..8]}";
    }

    public static string Of(Document document, string? owner)
    {
        var text = new StringBuilder("---\n");
        text.Append("name: ").Append(NameOf(document)).Append('\n');
        text.Append("description: ").Append(Json(DescriptionOf(document))).Append('\n');
        text.Append("metadata:\n");
        text.Append("  knowledge-id: ").Append(Json(document.Id.Value)).Append('\n');
        if (owner is not null)
            text.Append("  owner: ").Append(Json(QuotedContent.Line(owner))).Append('\n');
        var body = BodyOf(document);
        text.Append(Mark).Append(Hash(body)).Append("\n---\n");
        return text.Append(body).ToString();
    }

    /// <summary>Whether a file is as it was written here, so that it may be written anew.</summary>
    public static bool IsUnchanged(string text)
    {
        const string end = "\n---\n";
        var close = text.IndexOf(end, StringComparison.Ordinal);
        if (close < 0)
            return false;
        var mark = text.IndexOf(Mark, 0, close, StringComparison.Ordinal);
        return mark >= 0 && text[(mark + Mark.Length)..close].Split('\n')[0] == Hash(text[(close + end.Length)..]);
    }

    private static string DescriptionOf(Document document)
    {
        var parts = new List<string> { $"Runbook: {document.Title.TrimEnd('.')}." };
        if (document.FrontMatter.Description is { } description)
            parts.Add(description);
        if (document.Symptoms.Count > 0)
            parts.Add($"Use when somebody sees: {string.Join("; ", document.Symptoms.Take(6).Select(s => s.TrimEnd('.')))}.");
        var alerts = document.FrontMatter.Alerts.Select(a => a.ToString()).Take(6).ToList();
        if (alerts.Count > 0)
            parts.Add($"Use for the alerts {string.Join(", ", alerts)}.");
        if (document.FrontMatter.Services.Count > 0)
            parts.Add($"Services: {string.Join(", ", document.FrontMatter.Services.Take(6))}.");
        return Sentences.Truncate(QuotedContent.Line(string.Join(' ', parts), MaxDescriptionCharacters), MaxDescriptionCharacters - 1);
    }

    private static string BodyOf(Document document) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"\n{QuotedContent.Clean(document.Markdown).Trim()}\n\nShow every step that changes something to a person before it is run. "
        ) + $"This page is `{document.Id.Value}` of the knowledge base; edit it there.\n";

    private static string Json(string text) => JsonSerializer.Serialize(text, Scalar);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
