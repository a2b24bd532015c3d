using System.Buffers;

namespace Knowledge.Indexer.Archive;

/// <summary>Whether a text names somebody, by all the names that are theirs.</summary>
internal static class PersonNames
{
    private const string Owner = "owner:";

    private static readonly SearchValues<char> OfClock = SearchValues.Create("0123456789:");

    /// <summary>
    /// Whether one of the names stands there as a whole. A single word may name others too: it counts only for an owner, and for who
    /// speaks in a chat.
    /// </summary>
    public static bool StandIn(string text, IReadOnlyList<string> names)
    {
        foreach (var name in names.Where(n => n.Length > 0))
            for (
                var at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase);
                at >= 0;
                at = text.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase)
            )
                if (IsWhole(text, at, at + name.Length) && (IsOnePersons(name) || IsOwner(at, name) || Speaks(at, name)))
                    return true;
        return false;

        bool IsOwner(int at, string name) =>
            at == Owner.Length && text.StartsWith(Owner, StringComparison.OrdinalIgnoreCase) && text.Length == at + name.Length;

        // "Mira: it is down", with the time in front as exports of chats have it.
        bool Speaks(int at, string name)
        {
            var line = text.LastIndexOf('\n', at) + 1;
            return at + name.Length < text.Length
                && text[at + name.Length] == ':'
                && text.AsSpan(line, at - line).TrimEnd().IndexOfAnyExcept(OfClock) < 0;
        }
    }

    private static bool IsOnePersons(string name) => name.AsSpan().IndexOfAny(" @:") >= 0;

    private static bool IsWhole(string text, int from, int end) =>
        (from == 0 || !char.IsLetterOrDigit(text[from - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]));
}
