using Knowledge.Api.Problems;
using Knowledge.Indexer.Serving;

namespace Knowledge.Api.Pages;

/// <param name="Suggestion">Words that a search might find instead.</param>
/// <param name="Successor">The page that says now what the one asked for said.</param>
public sealed record ErrorModel(Problem Problem, string Detail, string TraceId, string? Suggestion, Successor? Successor);
