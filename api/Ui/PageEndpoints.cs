namespace Knowledge.Api.Ui;

internal static class PageEndpoints
{
    /// <summary>Pages answer HEAD too: link checkers ask that way.</summary>
    public static RouteHandlerBuilder MapPage(this RouteGroupBuilder pages, string pattern, Delegate handler) =>
        pages.MapMethods(pattern, ["GET", "HEAD"], handler);
}
