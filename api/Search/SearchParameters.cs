using Knowledge.Api.Problems;
using Knowledge.Indexer.Search;

namespace Knowledge.Api.Search;

/// <summary>The parameters by which a search says how it is read, and what of the archives is wanted.</summary>
internal static class SearchParameters
{
    /// <returns>What they say; or the problem, and in one sentence what to give.</returns>
    public static (QuerySyntax Syntax, ArchivePart Part, (Problem Problem, string Detail)? Wrong) Read(
        string query,
        string? syntax,
        string? scope,
        int page,
        string? order,
        bool hasArchives
    )
    {
        if (Named<QuerySyntax>(syntax) is not { } reading)
            return Refused($"syntax is '{Shown(syntax)}'; use detect, lucene or plain.");
        if (Named<SearchScope>(scope) is not { } searched)
            return Refused($"scope is '{Shown(scope)}'; use all, knowledge or archive.");
        if (searched == SearchScope.Archive && !hasArchives)
            return Refused("There is no archive to search; start the server with --archive NAME=DIR.");
        if (page is < 1 or > ArchivePart.MaxPage)
            return Refused($"The page of the archive is {page}; use 1 to {ArchivePart.MaxPage}.");
        if (order is not (null or "" or "score" or "date"))
            return Refused($"The order of the archive is '{Shown(order)}'; use score or date.");
        if (Expression.ProblemOf(query, reading) is { } unclear)
            return (default, new(default), (Problem.QuerySyntax, $"The query is not a valid expression: {unclear}"));
        return (reading, new(searched, page, order == "date"), null);

        static (QuerySyntax, ArchivePart, (Problem, string)?) Refused(string detail) =>
            (default, new(default), (Problem.BadParameter, detail));
    }

    // Null for what is no name; nothing is the first.
    private static T? Named<T>(string? name)
        where T : struct, Enum =>
        string.IsNullOrEmpty(name) ? default(T)
        : name.All(char.IsAsciiLetter) && Enum.TryParse<T>(name, ignoreCase: true, out var value) ? value
        : null;

    private static string Shown(string? given) => given is { Length: > 40 } ? given[..40] + "…" : given ?? "";
}
