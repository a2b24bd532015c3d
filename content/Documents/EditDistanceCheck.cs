namespace Knowledge.Content.Documents;

/// <summary>Edit distance, as far as it is needed.</summary>
public static class EditDistanceCheck
{
    /// <summary>Whether one insertion, deletion, replacement or swap of neighbours, or none, turns one word into the other.</summary>
    public static bool IsAtMostOne(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (a.Length > b.Length)
            return IsAtMostOne(b, a);
        if (b.Length - a.Length > 1)
            return false;
        var start = 0;
        while (start < a.Length && a[start] == b[start])
            start++;
        if (start == a.Length)
            return true;
        if (a.Length < b.Length)
            return a[start..].SequenceEqual(b[(start + 1)..]);
        if (a[(start + 1)..].SequenceEqual(b[(start + 1)..]))
            return true;
        return start + 1 < a.Length
            && a[start] == b[start + 1]
            && a[start + 1] == b[start]
            && a[(start + 2)..].SequenceEqual(b[(start + 2)..]);
    }
}
