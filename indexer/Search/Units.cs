using Knowledge.Indexer.Index;

namespace Knowledge.Indexer.Search;

/// <summary>Sets of passages or documents of one segment by the terms they hold.</summary>
internal static class Units
{
    /// <summary>The units that hold all terms.</summary>
    /// <param name="passedOver">
    /// Not null for those that hold them together with what is behind them, and with what is behind these (<see
    /// cref="Bitmap.WithThoseBefore"/>): what stands in quotes may lie across a cut.
    /// </param>
    public static Bitmap With(Segment segment, Postings postings, int units, IReadOnlyList<string> terms, int[]? passedOver = null)
    {
        Bitmap? holding = null;
        // The rarest first: mostly there is nothing left to look for.
        foreach (var number in terms.Select(t => segment.Terms.Find(t)).OrderBy(n => n < 0 ? 0 : postings.Frequency(n)))
        {
            if (number < 0 || holding is { IsEmpty: true })
                return Bitmap.OfSize(units);
            var with = Bitmap.OfSize(units);
            Set(postings, number, with);
            with = passedOver is null ? with : with.WithThoseBefore(passedOver);
            holding = holding is { } before ? before.And(with) : with;
        }
        return holding ?? All(units);
    }

    /// <summary>The units that hold a term.</summary>
    public static void Set(Postings postings, int term, Bitmap into)
    {
        for (var run = postings.RunOfTerm[term]; run < postings.RunOfTerm[term + 1]; run++)
        {
            var first = postings.BlockOfRun[run] << Postings.BlockBits;
            foreach (var unit in postings.Units.AsSpan(postings.StartOfRun[run]..postings.StartOfRun[run + 1]))
                into.Set(first + unit);
        }
    }

    public static Bitmap All(int units)
    {
        var all = Bitmap.OfSize(units);
        all.Words.AsSpan().Fill(ulong.MaxValue);
        if ((units & 63) != 0)
            all.Words[^1] = (1ul << (units & 63)) - 1;
        return all;
    }
}
