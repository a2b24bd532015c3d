using System.Collections.Frozen;
using System.Globalization;
using Knowledge.Content.Yaml;

namespace Knowledge.Content.Documents;

/// <summary>
/// Dates with the name of a month, in the languages of the lexicon: <c>12. Januar 2026</c>, <c>January 12th, 2026</c>,
/// <c>12 de enero de 2026</c>, <c>2026年1月12日</c>. A date in numbers alone, of which nobody knows what is day and what is month, is none.
/// </summary>
internal static class WrittenDate
{
    private const int MaxCharacters = 60;

    // Each file has the names of the twelve months in order, and after them other forms of the same in the same order.
    private static readonly FrozenDictionary<string, int> Months = LanguageFiles
        .All.Select(f => ((f["months"] as YamlList)?.Items ?? []).OfType<YamlScalar>())
        .SelectMany(names => names.Select((m, i) => (Name: m.Value.ToLowerInvariant(), Month: i % 12 + 1)))
        .DistinctBy(m => m.Name)
        .ToFrozenDictionary(m => m.Name, m => m.Month);

    private static readonly string[] Between = ["de", "del", "of", "the", "г", "года", "roku", "r", "den", "le", "el", "il"];

    public static DateOnly? Read(string text)
    {
        if (text.Length > MaxCharacters)
            return null;
        int? year = null,
            month = null,
            day = null;
        var words = Words(text);
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (month is null && Months.TryGetValue(word, out var named))
                month = named;
            else if (Number(word) is { } number)
                if (number is >= 1970 and < 2200 && year is null)
                    year = number;
                else if (number is >= 1 and <= 31 && day is null)
                    day = number;
                else
                    return null;
            // The day of the week stands in front.
            else if (!Between.Contains(word) && i > 0)
                return null;
        }
        return (year, month, day) is ({ } y, { } m, { } d) && d <= DateTime.DaysInMonth(y, m) ? new(y, m, d) : null;
    }

    // 2026年1月12日 and 2026년 1월 12일: the sign behind the number says what it is, and the month keeps it.
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        for (var i = 0; i < text.Length; )
        {
            var start = i;
            if (char.IsAsciiDigit(text[i]))
            {
                while (i < text.Length && char.IsAsciiDigit(text[i]))
                    i++;
                if (i < text.Length && text[i] is '月' or '월')
                    i++;
                else if (i < text.Length && text[i] is '年' or '日' or '号' or '號' or '년' or '일')
                {
                    words.Add(text[start..i++]);
                    continue;
                }
                else if (i + 1 < text.Length && text[i..(i + 2)] is "st" or "nd" or "rd" or "th" or "er")
                {
                    words.Add(text[start..i]);
                    i += 2;
                    continue;
                }
                words.Add(text[start..i]);
            }
            else if (char.IsLetter(text[i]))
            {
                while (i < text.Length && char.IsLetter(text[i]))
                    i++;
                words.Add(text[start..i].ToLowerInvariant());
            }
            else if (text[i] is ' ' or ',' or '.' or '-' or '/' or '\'')
                i++;
            else
                return ["?", "?"];
        }
        return words;
    }

    private static int? Number(string word) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
