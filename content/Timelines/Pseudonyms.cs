using System.Globalization;

namespace Knowledge.Content.Timelines;

/// <summary>Who takes part in a chat, and which initials stand for their names.</summary>
internal sealed class Pseudonyms
{
    private const int MaxInitials = 3;

    private readonly Dictionary<string, Participant> byName = [];
    private readonly List<(string Word, string Initials)> replaced = [];

    public IReadOnlyList<Participant> All => [.. byName.Values];

    public static Pseudonyms Of(IReadOnlyList<ChatMessage> messages)
    {
        var people = new Pseudonyms();
        var taken = new HashSet<string>();
        foreach (var group in messages.Where(m => m.Author.Length > 0).GroupBy(m => m.Author))
        {
            var initials = InitialsOf(group.Key);
            var free = initials;
            for (var n = 2; !taken.Add(free); n++)
                free = initials + n.ToString(CultureInfo.InvariantCulture);
            people.byName[group.Key] = new(group.Key, free, group.First().IsBot, group.Count());
        }
        foreach (var person in people.byName.Values.Where(p => !p.IsBot).OrderByDescending(p => p.Name.Length))
        {
            // One word alone may be any word; behind an @ it is the person.
            people.replaced.Add((person.Name.Contains(' ', StringComparison.Ordinal) ? person.Name : "@" + person.Name, person.Initials));
            var first = person.Name.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)[0];
            if (IsFullName(person.Name) && first.Length > 2)
                people.replaced.Add((first, person.Initials));
        }
        return people;
    }

    /// <summary>
    /// The message with initials in place of the names of those who take part: the author, full names, first names of people with
    /// two, and what stands behind an @.
    /// </summary>
    public ChatMessage Pseudonymize(ChatMessage message)
    {
        var author = byName.TryGetValue(message.Author, out var person) && !person.IsBot ? person.Initials : message.Author;
        var written = message.Evidence.Text;
        if (message.Author.Length > 0 && !message.IsBot)
            written = Replaced(written, message.Author, author);
        return message with
        {
            Author = author,
            Text = Pseudonymize(message.Text),
            Evidence = message.Evidence with { Text = Pseudonymize(written) },
        };
    }

    private string Pseudonymize(string text)
    {
        foreach (var (word, initials) in replaced)
            text = Replaced(text, word, word[0] == '@' ? "@" + initials : initials);
        return text;
    }

    // Whole words only, in the case in which the name is written.
    private static string Replaced(string text, string word, string by)
    {
        if (!text.Contains(word, StringComparison.Ordinal))
            return text;
        var replaced = new System.Text.StringBuilder(text.Length);
        for (var i = 0; i < text.Length; )
        {
            var at = text.IndexOf(word, i, StringComparison.Ordinal);
            if (at < 0)
                return replaced.Append(text, i, text.Length - i).ToString();
            var end = at + word.Length;
            var isWhole = (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]));
            replaced.Append(text, i, at - i).Append(isWhole ? by : word);
            i = end;
        }
        return replaced.ToString();
    }

    // Two words with capitals, of which none is a duty.
    private static bool IsFullName(string name)
    {
        var words = name.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        return words.Length is 2 or 3
            && words.All(w => w.Length > 1 && char.IsUpper(w[0]) && char.IsLower(w[1]) && w.All(c => char.IsLetter(c) || c is '-' or '\''));
    }

    private static string InitialsOf(string name)
    {
        var words = name.Split([' ', '.', '_', '-', ',', '@', '(', ')', '|', '/'], StringSplitOptions.RemoveEmptyEntries)
            .Where(w => char.IsLetterOrDigit(w[0]))
            .Take(MaxInitials)
            .ToList();
        return words.Count == 0 ? "?" : string.Concat(words.Select(w => char.ToUpperInvariant(w[0])));
    }
}
