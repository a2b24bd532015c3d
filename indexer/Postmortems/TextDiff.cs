using DiffPlex;
using DiffPlex.Model;

namespace Knowledge.Indexer.Postmortems;

public enum DiffKind
{
    Same,
    Added,
    Removed,
}

/// <param name="Text">Without its line end.</param>
public sealed record DiffLine(DiffKind Kind, string Text);

/// <summary>What differs between two texts, by lines.</summary>
public static class TextDiff
{
    /// <summary>Lines of either text up to which a difference is looked for; beyond it the work could grow with their product.</summary>
    private const int MaxLines = 4_000;

    /// <param name="context">Lines that stayed and are shown around what changed.</param>
    /// <returns>Runs of lines, each around one or several changes; none when the texts are equal. Null when they are too long to be
    /// compared.</returns>
    public static IReadOnlyList<IReadOnlyList<DiffLine>>? Of(string old, string now, int context = 3)
    {
        if (Compare(old, now) is not { } diff)
            return null;
        var lines = new List<DiffLine>();
        var at = 0;
        foreach (var block in diff.DiffBlocks)
        {
            for (; at < block.DeleteStartA; at++)
                lines.Add(new(DiffKind.Same, diff.PiecesOld[at]));
            for (var i = 0; i < block.DeleteCountA; i++)
                lines.Add(new(DiffKind.Removed, diff.PiecesOld[at++]));
            for (var i = 0; i < block.InsertCountB; i++)
                lines.Add(new(DiffKind.Added, diff.PiecesNew[block.InsertStartB + i]));
        }
        for (; at < diff.PiecesOld.Length; at++)
            lines.Add(new(DiffKind.Same, diff.PiecesOld[at]));
        return [.. Runs(lines, context)];
    }

    internal static DiffResult? Compare(string old, string now) =>
        old.AsSpan().Count('\n') > MaxLines || now.AsSpan().Count('\n') > MaxLines
            ? null
            : new Differ().CreateLineDiffs(old, now, ignoreWhitespace: false);

    private static IEnumerable<IReadOnlyList<DiffLine>> Runs(List<DiffLine> lines, int context)
    {
        var shown = new bool[lines.Count];
        for (var i = 0; i < lines.Count; i++)
            if (lines[i].Kind != DiffKind.Same)
                for (var j = Math.Max(0, i - context); j <= Math.Min(lines.Count - 1, i + context); j++)
                    shown[j] = true;
        for (var i = 0; i < lines.Count; )
        {
            var start = i;
            while (i < lines.Count && shown[i])
                i++;
            if (i > start)
                yield return lines[start..i];
            while (i < lines.Count && !shown[i])
                i++;
        }
    }
}
