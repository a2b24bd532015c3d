namespace Knowledge.Content.Text;

/// <summary>
/// Patterns over paths, name by name: <c>*</c> and <c>?</c> stay within one name, <c>**</c> stands for any number of them.
/// </summary>
public static class PathGlob
{
    /// <summary>
    /// Whether the pattern names the path or a directory above it, from the root on; <c>docs/*</c> does not reach into
    /// subdirectories.
    /// </summary>
    public static bool Matches(string pattern, string path) =>
        MatchesFrom(pattern.Trim('/').Split('/'), path.Trim('/').Split('/'), 0, pattern.EndsWith('/'));

    // All the places the pattern can have reached, segment by segment: `**` may stand for many, and trying them one after the other
    // takes forever.
    /// <param name="start">The name of the path with which the pattern begins.</param>
    /// <param name="directory">Whether only what is below it is meant.</param>
    internal static bool MatchesFrom(string[] segments, string[] names, int start, bool directory)
    {
        var reached = new bool[names.Length + 1];
        reached[start] = true;
        foreach (var segment in segments)
        {
            var next = new bool[names.Length + 1];
            for (var n = start; n <= names.Length; n++)
                if (segment == "**")
                    next[n] = reached[n] || (n > start && next[n - 1]);
                else if (n < names.Length && reached[n])
                    next[n + 1] = Glob.Matches(segment, names[n]);
            reached = next;
        }
        // A pattern that ends at a directory owns all below it, except that `docs/*` does not reach into subdirectories.
        return reached[names.Length] && !directory
            || (directory || segments[^1] != "*") && Array.IndexOf(reached, true) is >= 0 and var end && end < names.Length;
    }
}
