namespace Knowledge.Content.Markup;

/// <summary>
/// HTML that is safe to put into a page as it is. With a <paramref name="Problem"/>, one line for the author, it is the source text.
/// </summary>
public sealed record RenderedPage(string Html, string? Problem);
