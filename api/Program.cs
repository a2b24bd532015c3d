using Knowledge.Api.Alerts;
using Knowledge.Api.Debt;
using Knowledge.Api.Documents;
using Knowledge.Api.Embedding;
using Knowledge.Api.Gaps;
using Knowledge.Api.Health;
using Knowledge.Api.Hooks;
using Knowledge.Api.Insights;
using Knowledge.Api.Learning;
using Knowledge.Api.Metrics;
using Knowledge.Api.Origins;
using Knowledge.Api.Pages;
using Knowledge.Api.Postmortems;
using Knowledge.Api.Problems;
using Knowledge.Api.Registers;
using Knowledge.Api.Schemas;
using Knowledge.Api.Search;
using Knowledge.Api.Serving;
using Knowledge.Api.Timelines;
using Knowledge.Api.Twins;

var line = CommandLine.Parse(args);
if (line.Usage is not null)
    return Exit.With(Console.Out, line.Usage, 0);
if (line.Error is not null)
    return Exit.With(Console.Error, line.Error, 2);

var builder = WebApplication.CreateBuilder(line.Settings);
builder.AddLimits();
builder.AddJson();
builder.AddKnowledge();
builder.AddDebt();
builder.AddMetrics();
builder.AddPages();
builder.AddProblems();

var app = builder.Build();
if (ServerOptions.Read(app.Configuration, out _) is { } mistake)
    return Exit.With(Console.Error, mistake, 2);
if (ListeningAddresses.Check(app.Configuration) is { } exposed)
    return Exit.With(Console.Error, exposed, 2);

app.UseHttpMetrics();
app.UseSecurityHeaders();
app.UseResponseCompression();
app.UseProblems();
app.UseOrigins();
app.UseRateLimiter();

var api = app.MapGroup("/api");
api.MapSearch();
api.MapPastedSearch();
api.MapListDocuments();
api.MapGetDocument();
api.MapReplaySearches();
api.MapListGaps();
api.MapEmbedder();
api.MapMatchAlerts();
api.MapListAlerts();
api.MapGetAlert();
api.MapInbox();
api.MapVote();
api.MapFeedback();
api.MapListFeedback();
api.MapHandoff();
api.MapCreatePostmortem();
api.MapListPostmortems();
api.MapGetPostmortem();
api.MapSavePostmortem();
api.MapChangePostmortemState();
api.MapListRevisions();
api.MapGetRevision();
api.MapListActions();
api.MapCloseAction();
api.MapReadTimeline();
api.MapTouchPaths();
api.MapSimilarActions();
api.MapListSimilar();
api.MapListStaysGreen();
api.MapListDeadEnds();
api.MapInsights();

app.MapHooks();
app.MapSlackCommand();
app.MapRunbookRedirect();
app.MapHealthy();
app.MapReady();
app.MapMetrics();
app.MapOpenApi();
app.MapSchemas();
app.MapPages();

return Exit.After(app);

public partial class Program;
