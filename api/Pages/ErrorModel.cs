using Knowledge.Api.Problems;

namespace Knowledge.Api.Pages;

/// <param name="Suggestion">Words that a search might find instead.</param>
public sealed record ErrorModel(Problem Problem, string Detail, string TraceId, string? Suggestion);
