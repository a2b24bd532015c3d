using Knowledge.Api.Store;
using Knowledge.Indexer.Search;

namespace Knowledge.Api.Problems;

/// <param name="Suggestion">Words that a search might find instead.</param>
/// <param name="Successor">The page that says now what the one asked for said.</param>
/// <param name="Hits">Pages that may be meant.</param>
public sealed record ErrorModel(
    Problem Problem,
    string Detail,
    string TraceId,
    string? Suggestion,
    Successor? Successor,
    IReadOnlyList<Hit> Hits
);
