using System.Globalization;
using System.Text.RegularExpressions;

namespace Knowledge.Content.Diagrams;

/// <summary>Reads a sequence line by line; null for what it does not understand.</summary>
internal sealed partial class SequenceReader
{
    private const int MaxParticipants = 20;
    private const int MaxRows = 150;

    private static readonly string[] Openers = ["loop", "alt", "opt", "par", "critical", "break", "rect", "box"];
    private static readonly string[] Passed = ["activate", "deactivate", "destroy", "link", "links", "accTitle", "accDescr"];

    private readonly List<string> names = [];
    private readonly Dictionary<string, int> places = [];
    private readonly List<SequenceRow> rows = [];
    private readonly Stack<string> blocks = new();
    private string? title;
    private int? number;

    public static Sequence? Read(string text)
    {
        var reader = new SequenceReader();
        foreach (var line in text.Split('\n').Select(l => l.Trim().TrimEnd(';')).Where(l => l.Length > 0).Skip(1))
            if (!reader.Line(line) || reader.rows.Count > MaxRows || reader.names.Count > MaxParticipants)
                return null;
        return reader.blocks.Count > 0 || reader.names.Count == 0 ? null : new(reader.title, reader.names, reader.rows);
    }

    private bool Line(string line)
    {
        var space = line.IndexOfAny([' ', ':']);
        var word = space < 0 ? line : line[..space];
        var rest = space < 0 ? "" : line[(space + 1)..].Trim();
        if (word == "create")
            return Line(rest);
        if (word is "participant" or "actor")
        {
            var named = rest.Split(" as ", 2);
            names[Place(named[0].Trim())] = DiagramText.Clean(named[^1]);
            return true;
        }
        if (word == "title")
            title = DiagramText.Clean(rest.TrimStart(':'));
        else if (word == "autonumber")
            number = int.TryParse(rest.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? first : 1;
        else if (Passed.Contains(word))
            return true;
        else if (Openers.Contains(word))
        {
            blocks.Push(word);
            // A coloured ground says nothing.
            if (word is not ("rect" or "box"))
                rows.Add(new(SequenceRowKind.Block, 0, 0, $"{word} {DiagramText.Clean(rest)}".Trim()));
        }
        else if (word is "else" or "and" or "option")
            rows.Add(new(SequenceRowKind.Block, 0, 0, $"{word} {DiagramText.Clean(rest)}".Trim()));
        else if (word == "end")
        {
            if (!blocks.TryPop(out var block))
                return false;
            if (block is not ("rect" or "box"))
                rows.Add(new(SequenceRowKind.Block, 0, 0, $"end of {block}"));
        }
        else if (Note().Match(line) is { Success: true } note)
        {
            var over = note.Groups[1].Value.Split(',').Select(n => Place(n.Trim())).ToList();
            rows.Add(new(SequenceRowKind.Note, over.Min(), over.Max(), DiagramText.Clean(note.Groups[2].Value)));
        }
        else if (Message().Match(line) is { Success: true } message)
        {
            var (from, to) = (Place(message.Groups[1].Value.Trim()), Place(message.Groups[3].Value.Trim()));
            var text = DiagramText.Clean(message.Groups[4].Value);
            if (number is { } count)
            {
                text = string.Create(CultureInfo.InvariantCulture, $"{count}. {text}");
                number = count + 1;
            }
            rows.Add(new(SequenceRowKind.Message, from, to, text, message.Groups[2].Value.Contains("--", StringComparison.Ordinal)));
        }
        else
            return false;
        return true;
    }

    private int Place(string name)
    {
        if (!places.TryGetValue(name, out var place))
        {
            places[name] = place = names.Count;
            names.Add(DiagramText.Clean(name));
        }
        return place;
    }

    [GeneratedRegex(@"^[Nn]ote (?:over|left of|right of) ([^:]+):(.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex Note();

    [GeneratedRegex(@"^([^:<>]+?)((?:<<)?--?(?:>>|>|x|\)))\s*[+-]?\s*([^:<>]+?)\s*(?::(.*))?$", RegexOptions.NonBacktracking)]
    private static partial Regex Message();
}
