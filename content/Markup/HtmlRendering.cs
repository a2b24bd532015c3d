namespace Knowledge.Content.Markup;
public static class HtmlRendering { public static RenderedPage Render(string markdown, RenderOptions options) => throw new NotImplementedException(); }
public sealed record RenderOptions(Func<string, string?> ResolveLink, IReadOnlySet<string> ChecklistAnchors);
public sealed record RenderedPage(string Html, string? Problem);
