using System.Text;

namespace Knowledge.Content.Importing;

/// <summary>A line that grows, with single spaces, and marks that stay marks beside what they stand beside.</summary>
internal sealed class MarkdownLine
{
    private readonly StringBuilder text = new();
    private string closed = "";
    private int closedAt = -1;

    public void AppendText(string piece)
    {
        if (piece.Length == 0)
            return;
        var atSpace = text.Length == 0 || text[^1] is ' ' or '\n';
        if (piece[0] == ' ' && atSpace)
            piece = piece[1..];
        if (piece.Length == 0)
            return;
        // After a closing mark that follows punctuation a letter would make it no mark (CommonMark, "right-flanking").
        if (
            closedAt == text.Length
            && char.IsLetterOrDigit(piece[0])
            && text.Length > closed.Length
            && !char.IsLetterOrDigit(text[^(closed.Length + 1)])
        )
            text.Append(' ');
        text.Append(piece);
    }

    public void AppendMark(string mark)
    {
        if (mark.Length > 0)
            text.Append(mark);
    }

    public void AppendMarked(string mark, string inner)
    {
        var trimmed = inner.Trim();
        if (trimmed.EndsWith("\\\n", StringComparison.Ordinal) || trimmed.EndsWith('\\'))
            trimmed = trimmed.TrimEnd('\\', '\n', ' ');
        if (trimmed.Length == 0 || mark.Length == 0)
        {
            AppendText(inner);
            return;
        }
        if (char.IsWhiteSpace(inner[0]))
            AppendText(" ");
        if (closedAt == text.Length && closed == mark)
            text.Length -= mark.Length;
        else
        {
            if (text.Length > 0 && char.IsLetterOrDigit(text[^1]) && !char.IsLetterOrDigit(trimmed[0]))
                text.Append(' ');
            // Two different marks side by side would be read as one.
            else if (text.Length > 0 && text[^1] == '*' && closedAt == text.Length)
                text.Append(' ');
            text.Append(mark);
        }
        text.Append(trimmed).Append(mark);
        (closed, closedAt) = (mark, text.Length);
        if (char.IsWhiteSpace(inner[^1]))
            AppendText(" ");
    }

    public void AppendBreak(string mark)
    {
        while (text.Length > 0 && text[^1] == ' ')
            text.Length--;
        if (text.Length > 0)
            text.Append(mark == "\\\n" ? mark : " " + mark);
    }

    public override string ToString()
    {
        var line = text.ToString().Trim();
        while (line.EndsWith("\\\n", StringComparison.Ordinal))
            line = line[..^2].TrimEnd();
        // The trim above may have cut the line feed of a last break.
        if (line.EndsWith('\\') && !line.EndsWith("\\\\", StringComparison.Ordinal))
            line = line[..^1].TrimEnd();
        while (line.EndsWith("<br>", StringComparison.Ordinal))
            line = line[..^4].TrimEnd();
        return line;
    }
}
