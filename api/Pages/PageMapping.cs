namespace Knowledge.Api.Pages;

/// <summary>All pages for people.</summary>
internal static class PageMapping
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents();
        builder.Services.AddScoped<Search.Searching>();
    }

    public static void MapPages(this WebApplication app)
    {
        var pages = app.MapGroup("").ExcludeFromDescription();
        pages.MapHome();
        pages.MapSearchPage();
        pages.MapPastedSearchPage();
        pages.MapDocumentPage();
        pages.MapPostmortemsPage();
        pages.MapRunbooksPage();
        pages.MapServicesPage();
        pages.MapServicePage();
        pages.MapTeamPage();
        pages.MapGapsPage();
        pages.MapStatusPage();
        pages.MapHelpPage();
        pages.MapProblemPage();
        pages.MapThemeChoice();
        pages.MapAssets();
    }

    /// <summary>Pages answer HEAD too: link checkers ask that way.</summary>
    public static RouteHandlerBuilder MapPage(this RouteGroupBuilder pages, string pattern, Delegate handler) =>
        pages.MapMethods(pattern, ["GET", "HEAD"], handler);
}
