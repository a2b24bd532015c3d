using System.Text.Json;

namespace Knowledge.Api.Access;

/// <summary>Groups of a person, as the store keeps them.</summary>
internal static class Groups
{
    private const int Most = 200;
    private const int MaxCharacters = 200;

    /// <summary>Without what is empty, far too long, there twice, or beyond what anybody is a member of.</summary>
    public static IReadOnlyList<string> Clean(IEnumerable<string> groups) =>
        [
            .. groups
                .Select(g => g.Trim())
                .Where(g => g.Length is > 0 and <= MaxCharacters && !g.Any(char.IsControl))
                .Distinct(StringComparer.Ordinal)
                .Take(Most),
        ];

    /// <summary>Those that somebody typed, and what is wrong with them in one line; null when nothing is.</summary>
    public static (IReadOnlyList<string> Groups, string? Mistake) Given(IReadOnlyList<string> typed)
    {
        var clean = Clean(typed);
        return typed.Select(g => g.Trim()).Distinct(StringComparer.Ordinal).Count() == clean.Count
            ? (clean, null)
            : ([], $"a group has a name of 1 to {MaxCharacters} characters, and there are {Most} of them at most");
    }

    public static string Write(IReadOnlyList<string> groups) => JsonSerializer.Serialize(groups);

    public static IReadOnlyList<string> Read(string json) => JsonSerializer.Deserialize<string[]>(json) ?? [];
}
