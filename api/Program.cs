using Knowledge.Api;
using Knowledge.Api.Access;
using Knowledge.Api.Access.SignIn;
using Knowledge.Api.Alerts;
using Knowledge.Api.Assistant;
using Knowledge.Api.Documents;
using Knowledge.Api.Hosting;
using Knowledge.Api.Languages;
using Knowledge.Api.Live;
using Knowledge.Api.Mcp;
using Knowledge.Api.Overview;
using Knowledge.Api.Postmortems;
using Knowledge.Api.Problems;
using Knowledge.Api.Search;
using Knowledge.Api.Stored;
using Knowledge.Api.Twins;

return await CommandLine.RunAsync(
    args,
    settings => ServerStart.RunAsync(settings, Build),
    Console.Out,
    Console.Error,
    AssistantCommand.Create()
);

static WebApplication Build(WebApplicationBuilder builder)
{
    builder.AddLimits();
    builder.AddJson();
    builder.AddKnowledge();
    builder.AddDebt();
    builder.AddMetrics();
    builder.AddAccess();
    builder.AddMcp();
    builder.AddAssistant();
    builder.AddPages();
    builder.AddProblems();

    var app = builder.Build();
    app.UseProxyHeaders();
    app.UseTrustedProxies();
    app.UseHttpMetrics();
    app.UseSecurityHeaders();
    app.UseResponseCompression();
    app.UseWhen(http => !ErrorResponse.IsForPrograms(http.Request.Path), pages => pages.UseLanguages());
    app.UseProblems();
    app.UseOrigins();
    app.UseCallers();
    app.UseRateLimiter();
    app.UseProvider();
    app.UseAccess();

    // Which role may do what is said here and in the mapping of each folder, by the group that an endpoint is mapped in.
    var api = app.MapGroup("/api");
    RoleGroups.In(api).Sources.MapSearch();
    var budgeted = RoleGroups.In(api.MapGroup("").WithTimeBudget());
    budgeted.MapDocuments();
    budgeted.MapAlerts();
    budgeted.MapPostmortems();
    budgeted.MapFeedback();
    budgeted.MapRegisters();
    budgeted.Admin.MapListStored();
    budgeted.Admin.MapDeleteStored();
    budgeted.Viewer.MapTouchPaths();
    budgeted.Viewer.MapReadTimeline();
    budgeted.Viewer.MapListGaps();
    budgeted.Responder.MapWorkOnGap();
    budgeted.Viewer.MapEmbedder();
    budgeted.Viewer.MapInsights();

    var root = RoleGroups.In(app.MapGroup(""));
    app.MapHooks();
    app.MapMcpServer();
    root.Sources.MapRunbookRedirect();
    app.MapHealth();
    root.Viewer.MapOpenApi();
    root.Anyone.MapSchemas();
    root.Sources.MapFiles();
    app.MapPages();
    return app;
}
