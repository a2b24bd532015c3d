using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Knowledge.Api.Languages;

/// <summary>A language that pages are shown in: its texts, and how it counts and writes dates and numbers.</summary>
/// <param name="Code">As in the attribute <c>lang</c>.</param>
/// <param name="Name">What it calls itself.</param>
/// <param name="Format">Dates and numbers.</param>
/// <param name="IsOne">The counts that take the singular.</param>
/// <param name="Texts">What each English text of the program is in it; empty for English.</param>
public sealed record Language(
    string Code,
    string Name,
    CultureInfo Format,
    Func<long, bool> IsOne,
    IReadOnlyDictionary<string, string> Texts
)
{
    private static readonly AsyncLocal<Language?> Chosen = new();

    public static Language English { get; } =
        new("en", "English", Formats.English, count => count == 1, FrozenDictionary<string, string>.Empty);

    /// <summary>In the order in which they are offered.</summary>
    public static IReadOnlyList<Language> All { get; } =
    [
        English,
        new("de", "Deutsch", Formats.German, count => count == 1, Read("de")),
        new("fr", "Français", Formats.French, count => count is 0 or 1, Read("fr")),
    ];

    /// <summary>Of the page or the mail to a reader that is made just now. All else is English: API, <c>kb</c>, messages, logs.</summary>
    public static Language Current
    {
        get => Chosen.Value ?? English;
        set => Chosen.Value = value;
    }

    /// <returns>Null when there is none with this code.</returns>
    public static Language? Find(string? code) => All.FirstOrDefault(l => l.Code.Equals(code, StringComparison.OrdinalIgnoreCase));

    private static FrozenDictionary<string, string> Read(string code)
    {
        using var stream = typeof(Language).Assembly.GetManifestResourceStream($"languages/{code}.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
