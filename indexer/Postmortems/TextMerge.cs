using DiffPlex.Model;

namespace Knowledge.Indexer.Postmortems;

/// <summary>Two changes of one text put together, by lines.</summary>
/// <param name="Text">With both changes; where both changed the same lines, with ours.</param>
/// <param name="Conflicts">What they made of lines that we changed too: theirs, which is not in <paramref name="Text"/>.</param>
public sealed record TextMerge(string Text, IReadOnlyList<string> Conflicts)
{
    /// <returns>Null when the texts are too long to be compared.</returns>
    public static TextMerge? Of(string from, string theirs, string ours)
    {
        if (TextDiff.Compare(from, theirs) is not { } toTheirs || TextDiff.Compare(from, ours) is not { } toOurs)
            return null;
        var lines = new List<string>();
        var conflicts = new List<string>();
        var (at, t, o) = (0, 0, 0);
        var (theirBlocks, ourBlocks) = (toTheirs.DiffBlocks, toOurs.DiffBlocks);
        while (t < theirBlocks.Count || o < ourBlocks.Count)
        {
            var start = Math.Min(
                t < theirBlocks.Count ? theirBlocks[t].DeleteStartA : int.MaxValue,
                o < ourBlocks.Count ? ourBlocks[o].DeleteStartA : int.MaxValue
            );
            for (; at < start; at++)
                lines.Add(toOurs.PiecesOld[at]);
            // All blocks of either side that touch one another are one place.
            var (end, firstT, firstO) = (start, t, o);
            for (var grew = true; grew; )
            {
                grew = false;
                while (
                    t < theirBlocks.Count
                    && theirBlocks[t].DeleteStartA <= end
                    && (theirBlocks[t].DeleteStartA < end || theirBlocks[t].DeleteStartA == start)
                )
                    (end, grew) = (Math.Max(end, theirBlocks[t].DeleteStartA + theirBlocks[t++].DeleteCountA), true);
                while (
                    o < ourBlocks.Count
                    && ourBlocks[o].DeleteStartA <= end
                    && (ourBlocks[o].DeleteStartA < end || ourBlocks[o].DeleteStartA == start)
                )
                    (end, grew) = (Math.Max(end, ourBlocks[o].DeleteStartA + ourBlocks[o++].DeleteCountA), true);
            }
            var theirLines = Side(toTheirs, firstT, t, start, end);
            var ourLines = Side(toOurs, firstO, o, start, end);
            if (o == firstO)
                lines.AddRange(theirLines);
            else
            {
                lines.AddRange(ourLines);
                if (t > firstT && !theirLines.SequenceEqual(ourLines))
                    conflicts.Add(string.Join('\n', theirLines));
            }
            at = end;
        }
        for (; at < toOurs.PiecesOld.Length; at++)
            lines.Add(toOurs.PiecesOld[at]);
        return new(string.Join('\n', lines), conflicts);
    }

    // What one side made of the lines from start to end.
    private static List<string> Side(DiffResult diff, int first, int last, int start, int end)
    {
        var lines = new List<string>();
        var at = start;
        for (var b = first; b < last; b++)
        {
            var block = diff.DiffBlocks[b];
            for (; at < block.DeleteStartA; at++)
                lines.Add(diff.PiecesOld[at]);
            for (var i = 0; i < block.InsertCountB; i++)
                lines.Add(diff.PiecesNew[block.InsertStartB + i]);
            at += block.DeleteCountA;
        }
        for (; at < end; at++)
            lines.Add(diff.PiecesOld[at]);
        return lines;
    }
}
