using Knowledge.Api;
using Knowledge.Api.Alerts;
using Knowledge.Api.Documents;
using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Overview;
using Knowledge.Api.Postmortems;
using Knowledge.Api.Search;
using Knowledge.Api.Twins;

return await CommandLine.RunAsync(args, settings => ServerStart.RunAsync(settings, Build), Console.Out, Console.Error);

static WebApplication Build(WebApplicationBuilder builder)
{
    builder.AddLimits();
    builder.AddJson();
    builder.AddKnowledge();
    builder.AddDebt();
    builder.AddMetrics();
    builder.AddPages();
    builder.AddProblems();

    var app = builder.Build();
    app.UseTrustedProxies();
    app.UseHttpMetrics();
    app.UseSecurityHeaders();
    app.UseResponseCompression();
    app.UseProblems();
    app.UseOrigins();
    app.UseRateLimiter();

    var api = app.MapGroup("/api");
    api.MapSearch();
    var budgeted = api.MapGroup("").WithTimeBudget();
    budgeted.MapDocuments();
    budgeted.MapAlerts();
    budgeted.MapPostmortems();
    budgeted.MapFeedback();
    budgeted.MapRegisters();
    budgeted.MapTouchPaths();
    budgeted.MapReadTimeline();
    budgeted.MapListGaps();
    budgeted.MapWorkOnGap();
    budgeted.MapEmbedder();
    budgeted.MapInsights();

    app.MapHooks();
    app.MapRunbookRedirect();
    app.MapHealth();
    app.MapOpenApi();
    app.MapSchemas();
    app.MapFiles();
    app.MapPages();
    return app;
}
