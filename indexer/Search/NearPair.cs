using System.Runtime.Intrinsics;
using Knowledge.Indexer.Index;

namespace Knowledge.Indexer.Search;

/// <summary>Whether two different words stand near each other: 64 words at a time, each a bit of a number.</summary>
/// <remarks>Means the same as <see cref="Syntax.Proximity"/> of each text; pages with two frequent words are many.</remarks>
internal static class NearPair
{
    private const int Width = 64;

    /// <summary>Two words that may be moved by more places may not fit into one number.</summary>
    public const int MaxSlop = Width - 2;

    /// <param name="prints">Words of texts, with separators between; neither word is one.</param>
    /// <param name="slop">Places by which the words may be moved together: 1 to <see cref="MaxSlop"/>.</param>
    public static bool IsIn(ReadOnlySpan<ushort> prints, ushort first, ushort second, int slop)
    {
        if (prints.Length < Width)
        {
            // Behind the words separators, which are zeros.
            Span<ushort> padded = stackalloc ushort[Width];
            padded.Clear();
            prints.CopyTo(padded);
            return IsInOne(padded, first, second, slop);
        }
        // What lies no further from each other than the one may stand from the other is in one piece together.
        for (var at = 0; ; at = Math.Min(at + Width - 1 - slop, prints.Length - Width))
        {
            if (IsInOne(prints.Slice(at, Width), first, second, slop))
                return true;
            if (at + Width == prints.Length)
                return false;
        }
    }

    private static bool IsInOne(ReadOnlySpan<ushort> prints, ushort first, ushort second, int slop)
    {
        var (low, high) = (Vector512.Create(prints), Vector512.Create(prints[(Width / 2)..]));
        var (firsts, seconds) = (PlacesOf(first, low, high), PlacesOf(second, low, high));
        if (firsts == 0 || seconds == 0)
            return false;
        var inside = ~PlacesOf(WordPrints.Separator, low, high);
        var (after, before) = (firsts, firsts);
        for (var places = 1; places <= slop + 1; places++)
        {
            after = after << 1 & inside;
            if ((after & seconds) != 0)
                return true;
        }
        // In the wrong order two words are two places further apart.
        for (var places = 1; places <= slop - 1; places++)
        {
            before = before >> 1 & inside;
            if ((before & seconds) != 0)
                return true;
        }
        return false;
    }

    private static ulong PlacesOf(ushort word, Vector512<ushort> low, Vector512<ushort> high)
    {
        var sought = Vector512.Create(word);
        return Vector512.Equals(low, sought).ExtractMostSignificantBits()
            | Vector512.Equals(high, sought).ExtractMostSignificantBits() << (Width / 2);
    }
}
