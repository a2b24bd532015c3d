using System.Text.Json;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Store;
using Knowledge.Api.Ui;
using Knowledge.Indexer;

namespace Knowledge.Api.Access.Account;

/// <param name="Next">Where the rows before these are; null when there are none.</param>
public sealed record AuditModel(IReadOnlyList<AuditRow> Rows, AuditFilter Filter, string? Next);

/// <summary><c>GET /audit</c>: who did what, newest first; <c>GET /audit.jsonl</c>: the same as lines of JSON, oldest last.</summary>
internal static class ShowAudit
{
    private const int MostShown = 200;
    private const int MostExported = 100_000;
    private const int Portion = 1_000;

    private static readonly JsonSerializerOptions OneLine = new(ContractJson.Options) { WriteIndented = false };

    public static void MapShowAudit(this RouteGroupBuilder pages) => pages.MapPage("/audit", Handle);

    public static void MapExportAudit(this RouteGroupBuilder pages) => pages.MapGet("/audit.jsonl", Export);

    private static IResult Handle(HttpContext http, LiveKnowledge live, [AsParameters] AuditFilter asked)
    {
        var filter = WithoutEmpty(asked);
        if (live.QueryStore(s => s.Access.Audit.List(filter, MostShown)) is not { } rows)
            return ErrorResponse.Page(http, Problem.CannotRead);
        KeyValuePair<string, string?>[] next =
        [
            new("subject", filter.Subject),
            new("what", filter.What),
            new("target", filter.Target),
            new("before", rows.Count > 0 ? $"{rows[^1].Id}" : null),
        ];
        var query = QueryString.Create(next.Where(n => n.Value is not null));
        return Page.Of<AuditPage, AuditModel>(new(rows, filter, rows.Count == MostShown ? $"/audit{query}" : null));
    }

    private static async Task Export(HttpContext http, LiveKnowledge live, [AsParameters] AuditFilter asked)
    {
        var filter = WithoutEmpty(asked);
        if (live.QueryStore(s => s.Access.Audit.List(filter, Portion)) is not { } rows)
        {
            await ErrorResponse.Write(http, Problem.CannotRead);
            return;
        }
        http.Response.ContentType = "application/x-ndjson; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=audit.jsonl";
        for (var count = 0; rows.Count > 0 && count < MostExported; )
        {
            foreach (var row in rows)
                await http.Response.WriteAsync(JsonSerializer.Serialize(row, OneLine) + "\n", http.RequestAborted);
            count += rows.Count;
            var last = rows[^1].Id;
            if (live.QueryStore(s => s.Access.Audit.List(filter with { Before = last }, Portion)) is not { } next)
            {
                // A list that ends here would look like all of it.
                http.Abort();
                return;
            }
            rows = next;
        }
    }

    // As a form sends what nobody typed.
    private static AuditFilter WithoutEmpty(AuditFilter asked) =>
        new(Given(asked.Subject), Given(asked.What), Given(asked.Target), asked.Before);

    private static string? Given(string? text) => text is "" ? null : text;
}
