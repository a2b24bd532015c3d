using System.Text;

namespace Knowledge.Content.Markup;

/// <summary>Lines of a terminal as they come about.</summary>
internal sealed class TerminalPage(int width, bool isColored)
{
    private readonly StringBuilder text = new();
    private string? mark;
    private bool hasGap = true;

    public int Width => width;

    /// <summary>An empty line, unless there is one, or a list's mark waits for its text.</summary>
    public void Gap()
    {
        if (hasGap || mark is not null)
            return;
        text.Append('\n');
        hasGap = true;
    }

    /// <summary>The next line begins with the mark of a list, in place of its indent.</summary>
    public void Begin(string withMark) => mark = withMark;

    /// <summary>An item without text has its mark all the same.</summary>
    public void End()
    {
        if (mark is not null)
            Line("", "", Sgr.Plain);
    }

    /// <summary>One line that is not broken.</summary>
    public void Line(string indent, string line, string style)
    {
        text.Append(Start(indent)).Append(Styled(line, style)).Append('\n');
        hasGap = false;
    }

    /// <summary>Words, broken where the line is full.</summary>
    public void Wrapped(IReadOnlyList<TerminalWord> words, string first, string rest)
    {
        var (indent, column) = (Start(first), 0);
        if (words.Count == 0)
            return;
        text.Append(indent);
        column = indent.Length;
        var isStart = true;
        foreach (var word in words)
        {
            if (word.BreaksBefore || (!isStart && word.HasSpace && column + 1 + word.Text.Length > width))
            {
                text.Append('\n').Append(rest);
                (column, isStart) = (rest.Length, true);
            }
            else if (word.HasSpace && !isStart)
            {
                text.Append(' ');
                column++;
            }
            text.Append(Styled(word.Text, word.Style));
            column += word.Text.Length;
            isStart = false;
        }
        text.Append('\n');
        hasGap = false;
    }

    public string Styled(string part, string style) => isColored && style.Length > 0 && part.Length > 0 ? $"\e[{style}m{part}\e[0m" : part;

    public override string ToString() => text.ToString();

    private string Start(string indent)
    {
        var start = mark ?? indent;
        mark = null;
        return start;
    }
}
