namespace Knowledge.Indexer.Text;

/// <summary>How many typing errors lie between two words.</summary>
internal static class EditDistance
{
    /// <summary>
    /// Letters to insert, leave out, exchange, or swap with the next one (optimal string alignment: Damerau, 1964; no letter is
    /// touched twice).
    /// </summary>
    /// <param name="limit">What is of interest; 0 to 2 is fast.</param>
    /// <returns>The distance, or more than the limit when it is larger than that.</returns>
    public static int Of(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) > limit)
            return limit + 1;
        Span<int> before = stackalloc int[b.Length + 1],
            last = stackalloc int[b.Length + 1],
            row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row.Fill(limit + 1);
            row[0] = i;
            // Only near the diagonal can the distance stay within the limit.
            for (var j = Math.Max(1, i - limit); j <= Math.Min(b.Length, i + limit); j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
            var oldest = before;
            before = last;
            last = row;
            row = oldest;
        }
        return Math.Min(last[b.Length], limit + 1);
    }
}
