using Markdig.Syntax;

namespace Knowledge.Content.Markup;

/// <summary>The syntax tree, or the reason why there is none, in one line for the author.</summary>
internal sealed record MarkdownParseResult(MarkdownDocument? Document, string? Problem);
