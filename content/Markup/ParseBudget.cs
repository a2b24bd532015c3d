using Markdig;
using Markdig.Syntax;

namespace Knowledge.Content.Markup;

/// <summary>
/// What one parse may cost. Markdig is quadratic where delimiters stay open, where an inline link or HTML comment is never closed, where
/// reference definitions follow each other in thousands and where a short table row is padded to a wide head. Each of these
/// pays here, in steps that were measured to take some 5 ns, and the parse ends when the budget is spent.
/// </summary>
internal sealed class ParseBudget : MarkdownParserContext
{
    private const long Steps = 100_000_000;
    private const int StepsPerTableCell = 400;
    private const int StepsPerColumnPair = 2;
    private const int StepsPerNesting = 3;

    private long spent;
    private LeafBlock? block;
    private int delimiters;
    private bool tableCounted;

    /// <summary>An opening delimiter: what follows in this block is nested in it until it is closed.</summary>
    public void Open(LeafBlock within)
    {
        Enter(within);
        Spend(StepsPerNesting * ++delimiters);
    }

    /// <summary>A closing bracket looks for its opener through all that is open.</summary>
    public void Close(LeafBlock within)
    {
        Enter(within);
        Spend(delimiters);
    }

    /// <summary>The bracket found its opener, which is no longer open.</summary>
    public void Closed() => delimiters--;

    /// <summary>The first pipe of a block: every row from here on may be padded to the width of its widest line.</summary>
    public void Pipe(LeafBlock within, ReadOnlySpan<char> rest)
    {
        Enter(within);
        if (tableCounted)
            return;

        tableCounted = true;
        var (columns, rows) = (0L, 0L);
        foreach (var line in rest.EnumerateLines())
        {
            columns = Math.Max(columns, line.Count('|'));
            rows++;
        }

        Spend(columns * ((StepsPerTableCell * rows) + (StepsPerColumnPair * columns)));
    }

    public void Spend(long steps)
    {
        if ((spent += steps) > Steps)
            throw new MarkdownTooComplexException();
    }

    private void Enter(LeafBlock within)
    {
        if (within == block)
            return;
        (block, delimiters, tableCounted) = (within, 0, false);
    }
}

/// <summary>Leaves the parser from within; never leaves <see cref="MarkdownSyntax"/>.</summary>
internal sealed class MarkdownTooComplexException()
    : Exception(
        "The text holds too many brackets, emphasis marks or table cells in one block to be read; "
            + "close what is open, or split the paragraph or table."
    );
