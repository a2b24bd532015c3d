using Knowledge.Api.Alerts;
using Knowledge.Api.Documents;
using Knowledge.Api.Feeds;
using Knowledge.Api.Hosting;
using Knowledge.Api.Overview;
using Knowledge.Api.Postmortems;
using Knowledge.Api.Problems;
using Knowledge.Api.Search;
using Knowledge.Api.Twins;
using Knowledge.Api.Ui;

namespace Knowledge.Api;

/// <summary>All pages for people.</summary>
internal static class PageMapping
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents();
        RemoveKeyRing(builder.Services);
        builder.Services.AddScoped<SearchRunner>();
        builder.Services.AddScoped<SearchPages>();
        builder.Services.AddSingleton<PastedTexts>();
    }

    public static void MapPages(this WebApplication app)
    {
        // Forms are guarded by the check of origins, as everything that changes something.
        var pages = app.MapGroup("").ExcludeFromDescription().DisableAntiforgery().WithTimeBudget();
        pages.MapHome();
        pages.MapSearchPage();
        pages.MapPastedSearchPage();
        pages.MapSuggestions();
        pages.MapSearchHandover();
        pages.MapDocumentPage();
        pages.MapPostmortemsPage();
        pages.MapNewPostmortem();
        pages.MapEditPostmortem();
        pages.MapUndoState();
        pages.MapNewRunbook();
        pages.MapCommentForm();
        pages.MapPostmortemHistory();
        pages.MapCustomerSummary();
        pages.MapExportPostmortem();
        pages.MapActionsPage();
        pages.MapRunbooksPage();
        pages.MapServicesPage();
        pages.MapServicePage();
        pages.MapTeamPage();
        pages.MapAlertsPage();
        pages.MapAlertPage();
        pages.MapVoteForm();
        pages.MapConfirmSubscriptionForm();
        pages.MapAcknowledgeForm();
        pages.MapNoteForm();
        pages.MapSolveForm();
        pages.MapReopenForm();
        pages.MapFeedbackForm();
        pages.MapStepsForm();
        pages.MapPostmortemDraft();
        pages.MapHandoffPage();
        pages.MapGapsPage();
        pages.MapWorkOnGapForm();
        pages.MapTouchPage();
        pages.MapStaysGreenPage();
        pages.MapDeadEndsPage();
        pages.MapInsightsPage();
        pages.MapHealthPage();
        pages.MapStatusPage();
        pages.MapAcceptDeletionsForm();
        pages.MapHelpPage();
        pages.MapProblemPage();
        pages.MapStyleGuide();
        pages.MapFeeds();
        pages.MapOpenSearch();
        pages.MapThemeChoice();
        // A page asks for several assets at once.
        app.MapGroup("/assets").ExcludeFromDescription().DisableRateLimiting().MapAssets();
    }

    // Components bring antiforgery, and that a ring of keys that is written to the home directory at every start. Nothing here uses it.
    private static void RemoveKeyRing(IServiceCollection services) =>
        services.Remove(services.Single(s => s.ImplementationType?.Name == "DataProtectionHostedService"));
}
