using Knowledge.Api.Problems;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Serving;

namespace Knowledge.Api.Pages;

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
