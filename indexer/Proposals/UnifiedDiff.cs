using System.Globalization;
using System.Text;
using DiffPlex;

namespace Knowledge.Indexer.Proposals;

/// <summary>What differs between two texts as <c>git apply</c> and <c>patch</c> take it (GNU diffutils, "Unified Format").</summary>
public static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>
    /// Lines up to which a smallest difference is looked for; of more all are exchanged. The work could grow with their product.
    /// </summary>
    private const int MaxLines = 4_000;

    private const string NoNewline = "\n\\ No newline at end of file";

    private readonly record struct Block(int Old, int OldCount, int New, int NewCount)
    {
        public int OldEnd => Old + OldCount;
        public int NewEnd => New + NewCount;
    }

    /// <returns>The hunks; empty when the texts are equal.</returns>
    public static string Of(string old, string now)
    {
        if (old == now)
            return "";
        string[] before = Lines(old),
            after = Lines(now);
        var hunks = new StringBuilder();
        var blocks = Blocks(before, after);
        for (var i = 0; i < blocks.Count; )
        {
            var last = i;
            while (last + 1 < blocks.Count && blocks[last + 1].Old - blocks[last].OldEnd <= 2 * Context)
                last++;
            Hunk(hunks, before, after, blocks[i..(last + 1)]);
            i = last + 1;
        }
        return hunks.ToString();
    }

    private static void Hunk(StringBuilder hunks, string[] before, string[] after, List<Block> blocks)
    {
        var start = Math.Max(0, blocks[0].Old - Context);
        var end = Math.Min(before.Length, blocks[^1].OldEnd + Context);
        var newStart = blocks[0].New - (blocks[0].Old - start);
        var newEnd = blocks[^1].NewEnd + (end - blocks[^1].OldEnd);
        hunks.Append(CultureInfo.InvariantCulture, $"@@ -{Range(start, end)} +{Range(newStart, newEnd)} @@\n");
        var at = start;
        foreach (var block in blocks)
        {
            Lines(' ', before[at..block.Old]);
            Lines('-', before[block.Old..block.OldEnd]);
            Lines('+', after[block.New..block.NewEnd]);
            at = block.OldEnd;
        }
        Lines(' ', before[at..end]);

        void Lines(char mark, string[] lines)
        {
            foreach (var line in lines)
                hunks.Append(mark).Append(line).Append('\n');
        }
    }

    // Of no lines it is the line after which they stand.
    private static string Range(int start, int end) =>
        string.Create(CultureInfo.InvariantCulture, $"{(end > start ? start + 1 : start)},{end - start}");

    private static List<Block> Blocks(string[] before, string[] after)
    {
        // What is the same at both ends need not be compared.
        var shorter = Math.Min(before.Length, after.Length);
        var head = 0;
        while (head < shorter && before[head] == after[head])
            head++;
        var tail = 0;
        while (tail < shorter - head && before[^(tail + 1)] == after[^(tail + 1)])
            tail++;
        string[] old = before[head..^tail],
            now = after[head..^tail];
        if (old.Length > MaxLines || now.Length > MaxLines)
            return [new(head, old.Length, head, now.Length)];
        string first = "first",
            second = "second";
        return
        [
            .. new Differ()
                .CreateCustomDiffs(first, second, ignoreWhiteSpace: false, text => text == first ? old : now)
                .DiffBlocks.Select(b => new Block(head + b.DeleteStartA, b.DeleteCountA, head + b.InsertStartB, b.InsertCountB)),
        ];
    }

    // A last line without its end is another line.
    private static string[] Lines(string text)
    {
        if (text.Length == 0)
            return [];
        var lines = text.Split('\n');
        if (lines[^1].Length == 0)
            return lines[..^1];
        lines[^1] += NoNewline;
        return lines;
    }
}
