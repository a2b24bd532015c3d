namespace Knowledge.Content.Diagrams;

/// <summary>Reads a flowchart sign by sign; null for what it does not understand.</summary>
internal sealed class FlowchartReader
{
    private const int MaxNodes = 80;
    private const int MaxLinks = 160;

    // Longer signs first.
    private static readonly (string Open, string[] Close, FlowShape Shape)[] Shapes =
    [
        ("(((", [")))"], FlowShape.Ellipse),
        ("((", ["))"], FlowShape.Ellipse),
        ("([", ["])"], FlowShape.Round),
        ("[[", ["]]"], FlowShape.Box),
        ("[(", [")]"], FlowShape.Round),
        ("[/", ["/]", "\\]"], FlowShape.Box),
        ("[\\", ["\\]", "/]"], FlowShape.Box),
        ("{{", ["}}"], FlowShape.Hexagon),
        ("[", ["]"], FlowShape.Box),
        ("(", [")"], FlowShape.Round),
        ("{", ["}"], FlowShape.Diamond),
        (">", ["]"], FlowShape.Box),
    ];

    private static readonly string[] Passed = ["style", "classDef", "class", "click", "linkStyle", "accTitle", "accDescr", "direction"];

    private readonly string text;
    private readonly List<FlowNode> nodes = [];
    private readonly Dictionary<string, int> places = [];
    private readonly List<FlowLink> links = [];
    private readonly Stack<string> groups = new();
    private int at;

    private FlowchartReader(string text) => this.text = text;

    public static Flowchart? Read(string text) => new FlowchartReader(text).Chart();

    private Flowchart? Chart()
    {
        SkipBlank(lines: true);
        Word();
        SkipBlank(lines: false);
        var direction = Word();
        if (direction is not ("" or "TB" or "TD" or "BT" or "LR" or "RL"))
            return null;
        while (SkipBlank(lines: true))
            if (!Statement() || nodes.Count > MaxNodes || links.Count > MaxLinks)
                return null;
        return groups.Count > 0 || nodes.Count == 0 ? null : new(direction is "LR" or "RL", direction is "BT" or "RL", nodes, links);
    }

    private bool Statement()
    {
        var start = at;
        var word = Word();
        if (Passed.Contains(word))
        {
            Rest();
            return true;
        }
        if (word == "subgraph")
        {
            var name = Rest().Trim();
            var open = name.IndexOf('[', StringComparison.Ordinal);
            groups.Push(DiagramText.Clean(open >= 0 && name.EndsWith(']') ? name[(open + 1)..^1] : name));
            return groups.Count < MaxNodes;
        }
        if (word == "end" && (at == text.Length || text[at] is '\n' or ';' or ' '))
            return groups.TryPop(out _) && Rest().Trim().Length == 0;
        at = start;
        return Chain();
    }

    // a & b --> c -->|label| d
    private bool Chain()
    {
        if (Nodes() is not { } from)
            return false;
        while (true)
        {
            var end = at;
            SkipBlank(lines: true);
            if (Link() is not { } link)
            {
                at = end;
                SkipBlank(lines: false);
                return at == text.Length || text[at] is '\n' or ';';
            }
            SkipBlank(lines: true);
            if (Nodes() is not { } to)
                return false;
            links.AddRange(from.SelectMany(f => to.Select(t => link with { From = f, To = t })));
            if (links.Count > MaxLinks)
                return false;
            from = to;
        }
    }

    private List<int>? Nodes()
    {
        var found = new List<int>();
        do
        {
            SkipBlank(lines: false);
            if (Node() is not { } node)
                return null;
            found.Add(node);
            SkipBlank(lines: false);
        } while (Take("&"));
        return found;
    }

    private int? Node()
    {
        var start = at;
        while (at < text.Length && (IsOfName(text[at]) || text[at] == '-' && IsInsideName()))
            at++;
        if (at == start)
            return null;
        var id = text[start..at];
        string? label = null;
        var shape = FlowShape.Box;
        foreach (var (open, close, drawn) in Shapes)
            if (Take(open))
            {
                if (Label(close) is not { } written)
                    return null;
                (label, shape) = (DiagramText.Clean(written), drawn);
                break;
            }
        if (Take(":::"))
            Word();
        if (!places.TryGetValue(id, out var place))
        {
            places[id] = place = nodes.Count;
            nodes.Add(new(id, DiagramText.Clean(id), FlowShape.Box, null));
        }
        var group = nodes[place].Group ?? (groups.TryPeek(out var name) ? name : null);
        nodes[place] = label is null ? nodes[place] with { Group = group } : new(id, label.Length > 0 ? label : id, shape, group);
        return place;
    }

    // A text in quotes may hold what ends others.
    private string? Label(string[] closers)
    {
        var start = at;
        if (at < text.Length && text[at] == '"')
        {
            var quote = text.IndexOf('"', at + 1);
            if (quote < 0)
                return null;
            at = quote + 1;
            return closers.Any(Take) ? text[start..(quote + 1)] : null;
        }
        for (; at < text.Length; at++)
            foreach (var close in closers)
                if (Take(close))
                    return text[start..(at - close.Length)];
        return null;
    }

    private FlowLink? Link()
    {
        var start = at;
        var hasTail = Take("<");
        if (Stands("~~~"))
        {
            while (Take("~")) { }
            return new(0, 0, "", FlowLine.Hidden, false, false);
        }
        var (line, sign, middle) =
            Stands("--") ? (FlowLine.Plain, '-', "--")
            : Stands("==") ? (FlowLine.Thick, '=', "==")
            : Stands("-.") ? (FlowLine.Dotted, '-', ".-")
            : (FlowLine.Hidden, ' ', "");
        if (middle.Length == 0)
        {
            at = start;
            return null;
        }
        var label = "";
        if (line == FlowLine.Dotted)
        {
            at++;
            while (Take(".")) { }
            if (!Take("-"))
                label = Until(middle);
        }
        else
        {
            var from = at;
            while (at < text.Length && text[at] == sign)
                at++;
            if (at - from == 2 && !IsHead())
                label = Until(middle);
        }
        while (at < text.Length && (text[at] == sign || line == FlowLine.Dotted && text[at] is '.'))
            at++;
        var hasHead = IsHead();
        if (hasHead)
            at++;
        var bar = at;
        SkipBlank(lines: false);
        if (Take("|"))
            label = Until("|");
        else
            at = bar;
        return new(0, 0, DiagramText.Clean(label), line, hasHead, hasTail);
    }

    // The end of an arrow; an x or o that begins a name is none.
    private bool IsHead() =>
        at < text.Length && (text[at] == '>' || text[at] is 'x' or 'o' && (at + 1 == text.Length || text[at + 1] is ' ' or '|'));

    private string Until(string end)
    {
        var close = text.IndexOf(end, at, StringComparison.Ordinal);
        if (close < 0)
        {
            at = text.Length;
            return "";
        }
        var written = text[at..close];
        at = close + end.Length;
        return written;
    }

    private static bool IsOfName(char c) => char.IsLetterOrDigit(c) || c is '_' or '.' or '/' or '*' or '$' or '#' or '\'';

    private bool IsInsideName() => at > 0 && IsOfName(text[at - 1]) && at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1]);

    private string Word()
    {
        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '-'))
            at++;
        return text[start..at];
    }

    private string Rest()
    {
        var start = at;
        while (at < text.Length && text[at] is not ('\n' or ';'))
            at++;
        return text[start..at];
    }

    private bool SkipBlank(bool lines)
    {
        while (at < text.Length && (text[at] is ' ' or '\t' || (lines && (text[at] is '\n' or ';'))))
            at++;
        return at < text.Length;
    }

    private bool Stands(string sign) => string.CompareOrdinal(text, at, sign, 0, sign.Length) == 0;

    private bool Take(string sign)
    {
        if (at >= text.Length || !Stands(sign))
            return false;
        at += sign.Length;
        return true;
    }
}
