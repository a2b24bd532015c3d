using Knowledge.Api.Access;
using Knowledge.Api.Access.Account;
using Knowledge.Api.Access.SignIn;
using Knowledge.Api.Alerts;
using Knowledge.Api.Archives;
using Knowledge.Api.Assistant;
using Knowledge.Api.Documents;
using Knowledge.Api.Feeds;
using Knowledge.Api.Hosting;
using Knowledge.Api.Overview;
using Knowledge.Api.Postmortems;
using Knowledge.Api.Problems;
using Knowledge.Api.Proposals;
using Knowledge.Api.Search;
using Knowledge.Api.ServiceMap;
using Knowledge.Api.Stored;
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
        builder.Services.AddSingleton<Forges>();
        builder.Services.AddSingleton<SavedSearches>();
        builder.Services.AddSingleton<Askers>();
    }

    public static void MapPages(this WebApplication app)
    {
        // Forms are guarded by the check of origins, as everything that changes something.
        var pages = RoleGroups.In(app.MapGroup("").ExcludeFromDescription().DisableAntiforgery().WithTimeBudget());
        pages.Sources.MapHome();
        pages.Sources.MapSearchPage();
        pages.Sources.MapPastedSearchPage();
        pages.Sources.MapSuggestions();
        pages.Sources.MapSearchHandover();
        pages.Viewer.MapSavedSearches();
        pages.Sources.MapDocumentPage();
        pages.Sources.MapArchivedPage();
        pages.Viewer.MapPageList();
        pages.Viewer.MapAssistant();
        pages.Viewer.MapPostmortemsPage();
        pages.Author.MapNewPostmortem();
        pages.Author.MapEditPostmortem();
        pages.Author.MapUndoState();
        pages.Author.MapTakeEvidence();
        pages.Author.MapUndoEvidence();
        pages.Author.MapNewRunbook();
        pages.Author.MapCommentForm();
        pages.Author.MapPostmortemHistory();
        pages.Viewer.MapCustomerSummary();
        pages.Author.MapExportPostmortem();
        pages.Author.MapProposeChange();
        pages.Viewer.MapActionsPage();
        pages.Author.MapCloseActionForm();
        pages.Sources.MapRunbooksPage();
        pages.Sources.MapServicesPage();
        pages.Sources.MapServicePage();
        pages.Sources.MapTeamPage();
        pages.Viewer.MapServiceMapPage();
        pages.Viewer.MapAlertsPage();
        pages.Viewer.MapAlertPage();
        pages.Responder.MapVoteForm();
        pages.Admin.MapConfirmSubscriptionForm();
        pages.Responder.MapAcknowledgeForm();
        pages.Responder.MapNoteForm();
        pages.Responder.MapSolveForm();
        pages.Responder.MapReopenForm();
        pages.Responder.MapFeedbackForm();
        pages.Responder.MapStepsForm();
        pages.Author.MapPostmortemDraft();
        pages.Responder.MapHandoffPage();
        pages.Sources.MapComparePage();
        pages.Viewer.MapGapsPage();
        pages.Viewer.MapGapPage();
        pages.Viewer.MapTellWhenAnswered();
        pages.Responder.MapWorkOnGapForm();
        pages.Viewer.MapTouchPage();
        pages.Viewer.MapStaysGreenPage();
        pages.Viewer.MapDeadEndsPage();
        pages.Viewer.MapInsightsPage();
        pages.Viewer.MapHealthPage();
        pages.Viewer.MapStatusPage();
        pages.Admin.MapAcceptDeletionsForm();
        pages.Admin.MapStoredPage();
        pages.Admin.MapDeleteStoredForm();
        pages.Sources.MapHelpPage();
        pages.Anyone.MapProblemPage();
        pages.Anyone.MapStyleGuide();
        pages.Viewer.MapFeeds();
        pages.Anyone.MapOpenSearch();
        pages.Anyone.MapThemeChoice();
        pages.Anyone.MapLanguageChoice();
        pages.MapSignIn();
        pages.MapAccount();
        // A page asks for several assets at once.
        app.MapGroup("/assets").For(Role.Anyone).ExcludeFromDescription().DisableRateLimiting().MapAssets();
    }

    // Components bring antiforgery, and that a ring of keys that is written to the home directory at every start. Antiforgery is not used
    // here, and who signs in by a provider has a ring in the store, which is read when it is needed.
    private static void RemoveKeyRing(IServiceCollection services) =>
        services.Remove(services.Single(s => s.ImplementationType?.Name == "DataProtectionHostedService"));
}
