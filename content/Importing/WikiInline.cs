using System.Text;
using System.Text.RegularExpressions;

namespace Knowledge.Content.Importing;

/// <summary>What stands in one line of <see cref="WikiMarkup"/>: emphasis, links, pictures, code.</summary>
internal static partial class WikiInline
{
    private const int MaxDepth = 8;

    // How far the end of a mark may be from its beginning.
    private const int MaxMarked = 2_000;
    private const string Account = "~accountid:";

    public static List<MarkupNode> Read(string text, int depth = 0)
    {
        var nodes = new List<MarkupNode>();
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; )
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                if (text[i + 1] == '\\')
                    Add(MarkupNode.Element("br"));
                else
                    plain.Append(text[i + 1]);
                i += 2;
            }
            else if (Piece(text, i, depth) is { } piece)
            {
                if (piece.Node is not null)
                    Add(piece.Node);
                i = piece.End;
            }
            else
                plain.Append(text[i++]);
        }
        Flush();
        return nodes;

        void Add(MarkupNode node)
        {
            Flush();
            nodes.Add(node);
        }

        void Flush()
        {
            if (plain.Length > 0)
                nodes.Add(MarkupNode.Text(plain.ToString()));
            plain.Clear();
        }
    }

    /// <summary>What begins at a place, and where it ends; a null node for what is left out.</summary>
    private static (MarkupNode? Node, int End)? Piece(string text, int at, int depth)
    {
        switch (text[at])
        {
            case '{' when text.AsSpan(at).StartsWith("{{"):
                return Find(text, "}}", at + 2) is var mono and > 0
                    ? (MarkupNode.Element("code", MarkupNode.Text(text[(at + 2)..mono])), mono + 2)
                    : null;
            case '{':
                return Find(text, "}", at + 1) is var close and > 0 && InlineMacro().IsMatch(text[(at + 1)..close])
                    ? (null, close + 1)
                    : null;
            case '[':
                return Find(text, "]", at + 1) is var link and > 0 && link > at + 1 ? (Link(text[(at + 1)..link]), link + 1) : null;
            case '!':
                return Find(text, "!", at + 1) is var picture and > 0 && Picture().IsMatch(text[(at + 1)..picture])
                    ? (MarkupNode.Element("img").With("src", text[(at + 1)..picture].Split('|')[0]), picture + 1)
                    : null;
            case 'h'
                when (at == 0 || !char.IsLetterOrDigit(text[at - 1]))
                    && Address().Match(text, at) is { Success: true } address
                    && address.Index == at:
                return (MarkupNode.Element("a", MarkupNode.Text(address.Value)).With("href", address.Value), at + address.Length);
            case '*' or '_' or '+' or '-' or '^' or '~' when depth < MaxDepth && Emphasis(text, at) is var end and > 0:
                var inner = Read(text[(at + 1)..end], depth + 1);
                return (
                    MarkupNode.Element(
                        text[at] switch
                        {
                            '*' => "b",
                            '_' => "i",
                            _ => "span",
                        },
                        inner
                    ),
                    end + 1
                );
            case '?' when depth < MaxDepth && text.AsSpan(at).StartsWith("??") && Find(text, "??", at + 2) is var cite and > 0:
                return (MarkupNode.Element("i", Read(text[(at + 2)..cite], depth + 1)), cite + 2);
            default:
                return null;
        }
    }

    // The mark must begin a word, and the same mark end one.
    private static int Emphasis(string text, int at)
    {
        var mark = text[at];
        if (
            (at > 0 && (char.IsLetterOrDigit(text[at - 1]) || text[at - 1] == mark))
            || at + 2 >= text.Length
            || char.IsWhiteSpace(text[at + 1])
            || text[at + 1] == mark
        )
            return -1;
        for (var i = at + 2; i < text.Length && i - at < MaxMarked; i++)
            if (
                text[i] == mark
                && !char.IsWhiteSpace(text[i - 1])
                && text[i - 1] != '\\'
                && (i + 1 == text.Length || !char.IsLetterOrDigit(text[i + 1]))
            )
                return i;
        return -1;
    }

    /// <summary>Where a mark stands that ends what begins at a place; -1 when it is too far.</summary>
    public static int Find(string text, string end, int from) =>
        text.IndexOf(end, from, Math.Min(MaxMarked, text.Length - from), StringComparison.Ordinal);

    private static MarkupNode Link(string content)
    {
        var parts = content.Split('|');
        var target = parts.Length > 1 ? parts[1].Trim() : parts[0].Trim();
        // [~kim] and [~accountid:5b10] mention somebody.
        if (parts.Length == 1 && target.StartsWith('~'))
            return MarkupNode.Text("@" + (target.StartsWith(Account, StringComparison.Ordinal) ? target[Account.Length..] : target[1..]));
        var text = parts[0].Trim().TrimStart('^', '~');
        return MarkupNode.Element("a", MarkupNode.Text(text.Length > 0 ? text : target)).With("href", target);
    }

    [GeneratedRegex(@"^(?:color|anchor|toc|section|column)(?::.*)?$", RegexOptions.NonBacktracking)]
    private static partial Regex InlineMacro();

    [GeneratedRegex(@"^[^\s!|][^!|]*\.(?:png|jpe?g|gif|svg|bmp|webp)(?:\|[^!]*)?$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Picture();

    [GeneratedRegex(@"\Ghttps?://[^\s\[\]|{}<>""]+", RegexOptions.None, 1000)]
    private static partial Regex Address();
}
