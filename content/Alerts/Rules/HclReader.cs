using System.Text;
using Knowledge.Content.Yaml;

namespace Knowledge.Content.Alerts.Rules;

/// <summary>
/// Reads the blocks of a Terraform file as maps: strings, here-documents, lists and objects. Any other expression is kept as its text.
/// Never throws; what is cut off ends at the end of the text.
/// </summary>
/// <remarks>Shape: developer.hashicorp.com, "Configuration syntax" of Terraform, and "Strings and templates".</remarks>
internal sealed class HclReader
{
    private const int MaxDepth = 24;

    private readonly string text;
    private int at;
    private int line = 1;

    private HclReader(string text) => this.text = text;

    /// <returns>
    /// The root: each block is an entry with its type as key; a block with labels has them, joined by a dot, under the key "".
    /// </returns>
    public static YamlMap Read(string text) => new HclReader(text.ReplaceLineEndings("\n")).Body(0, false);

    private YamlMap Body(int depth, bool isObject)
    {
        var entries = new List<KeyValuePair<string, YamlNode>>();
        var start = line;
        while (true)
        {
            SkipBlank(newLines: true);
            if (At('}') || at >= text.Length)
            {
                Advance();
                return new(entries, start, 1);
            }
            if (At(',') || Word() is not { Length: > 0 } name)
            {
                Advance();
                continue;
            }
            var labels = new List<string>();
            SkipBlank(newLines: false);
            while (At('"') || !isObject && at < text.Length && IsWord(text[at]))
            {
                labels.Add(Word());
                SkipBlank(newLines: false);
            }
            if (At('{') && depth < MaxDepth)
            {
                Advance();
                var block = Body(depth + 1, false);
                YamlNode labelled = new YamlScalar(string.Join('.', labels), true, block.Line, 1);
                entries.Add(new(name, labels.Count == 0 ? block : block with { Entries = [new("", labelled), .. block.Entries] }));
            }
            else if (At('=') || At(':'))
            {
                Advance();
                entries.Add(new(name, Value(depth)));
            }
            else
                Advance();
        }
    }

    private YamlNode Value(int depth)
    {
        SkipBlank(newLines: false);
        var start = line;
        if (At('"'))
        {
            // What stands behind a text (`"a" == b ? …`) is passed over.
            var quoted = Quoted();
            Expression();
            return new YamlScalar(quoted, true, start, 1);
        }
        if (text.AsSpan(at).StartsWith("<<"))
            return new YamlScalar(HereDocument(), true, start, 1);
        if (At('{') && depth < MaxDepth)
        {
            Advance();
            return Body(depth + 1, true);
        }
        if (!At('[') || depth >= MaxDepth)
            return new YamlScalar(Expression(), false, start, 1);
        Advance();
        var items = new List<YamlNode>();
        while (true)
        {
            SkipBlank(newLines: true);
            if (At(']') || at >= text.Length)
            {
                Advance();
                return new YamlList(items, start, 1);
            }
            if (At(','))
                Advance();
            else
            {
                var before = at;
                items.Add(Value(depth + 1));
                if (at == before)
                    Advance();
            }
        }
    }

    /// <summary>Up to the end of the line, or to what closes the list or object around it.</summary>
    private string Expression()
    {
        var start = at;
        var open = 0;
        while (at < text.Length)
        {
            var c = text[at];
            if (open <= 0 && c is '\n' or ',' or ']' or '}' or ')' or '#')
                break;
            if (c == '"')
            {
                Quoted();
                continue;
            }
            open +=
                c is '(' or '[' or '{' ? 1
                : c is ')' or ']' or '}' ? -1
                : 0;
            Advance();
        }
        return text[start..at].Trim();
    }

    private string Quoted()
    {
        var value = new StringBuilder();
        var braces = 0;
        for (Advance(); at < text.Length && (braces > 0 || text[at] != '"'); Advance())
        {
            if (text[at] == '\\' && at + 1 < text.Length)
            {
                Advance();
                value.Append(
                    text[at] switch
                    {
                        'n' => '\n',
                        't' => '\t',
                        var c => c,
                    }
                );
                continue;
            }
            if (braces == 0 && text[at] == '\n')
                break;
            braces += text[at] switch
            {
                '{' when braces > 0 || at > 0 && text[at - 1] is '$' or '%' => 1,
                '}' when braces > 0 => -1,
                _ => 0,
            };
            value.Append(text[at]);
        }
        if (At('"'))
            Advance();
        return value.ToString();
    }

    private string HereDocument()
    {
        at += 2;
        if (At('-'))
            at++;
        var end = text.IndexOf('\n', at);
        if (end < 0)
            end = text.Length;
        var word = text[at..end].Trim();
        var lines = new List<string>();
        for (at = end; at < text.Length; )
        {
            Advance();
            var stop = text.IndexOf('\n', at) is >= 0 and var next ? next : text.Length;
            var written = text[at..stop];
            at = stop;
            if (written.Trim() == word)
                break;
            lines.Add(written);
        }
        var indent = lines.Where(l => l.Trim().Length > 0).Select(l => l.Length - l.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', lines.Select(l => l.Length > indent ? l[indent..] : l.Trim()));
    }

    private string Word()
    {
        if (At('"'))
            return Quoted();
        var start = at;
        while (at < text.Length && IsWord(text[at]))
            at++;
        return text[start..at];
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '.';

    private void SkipBlank(bool newLines)
    {
        while (at < text.Length)
            if (text[at] is ' ' or '\t' || newLines && text[at] == '\n')
                Advance();
            else if (text[at] == '#' || text.AsSpan(at).StartsWith("//"))
                while (at < text.Length && text[at] != '\n')
                    at++;
            else if (text.AsSpan(at).StartsWith("/*"))
            {
                var end = text.IndexOf("*/", at + 2, StringComparison.Ordinal);
                end = end < 0 ? text.Length : end + 2;
                line += text.AsSpan(at, end - at).Count('\n');
                at = end;
            }
            else
                return;
    }

    private bool At(char c) => at < text.Length && text[at] == c;

    private void Advance()
    {
        if (at < text.Length && text[at++] == '\n')
            line++;
    }
}
