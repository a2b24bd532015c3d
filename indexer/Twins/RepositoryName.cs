namespace Knowledge.Indexer.Twins;

/// <summary>
/// Names of repositories as people and forges write them: <c>infra-cron</c>, <c>tickerline/infra-cron</c>,
/// <c>git@git.example:tickerline/infra-cron.git</c>.
/// </summary>
internal static class RepositoryName
{
    /// <summary>Whether two names can mean one repository: the shorter is the end of the longer, name by name.</summary>
    public static bool Same(string a, string b)
    {
        var (x, y) = (Parts(a), Parts(b));
        var count = Math.Min(x.Length, y.Length);
        for (var i = 1; i <= count; i++)
            if (!x[^i].Equals(y[^i], StringComparison.OrdinalIgnoreCase))
                return false;
        return count > 0;
    }

    private static string[] Parts(string name)
    {
        var path = name.Trim().TrimEnd('/');
        if (path.EndsWith(".git", StringComparison.OrdinalIgnoreCase))
            path = path[..^4];
        if (path.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme)
            path = path[(scheme + 3)..];
        return path.Split(['/', ':'], StringSplitOptions.RemoveEmptyEntries);
    }
}
