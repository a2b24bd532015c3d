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

    public static string Write(IReadOnlyList<string> groups) => JsonSerializer.Serialize(groups);

    public static IReadOnlyList<string> Read(string json) => JsonSerializer.Deserialize<string[]>(json) ?? [];
}
