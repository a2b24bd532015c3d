using Markdig.Syntax;

namespace Knowledge.Content.Markup;

/// <summary>The syntax tree, or the reason why there is none, in one line for the author.</summary>
internal sealed record MarkdownReading(MarkdownDocument? Document, string? Problem);
