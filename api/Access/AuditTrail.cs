using System.Security.Cryptography;
using System.Text;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Knowledge.Content.Text;

namespace Knowledge.Api.Access;

/// <summary>
/// Writes down who did what. The log has the same with the hash of the row: whoever keeps logs elsewhere can tell that rows were taken
/// from the end.
/// </summary>
internal sealed partial class AuditTrail(LiveKnowledge live, TimeProvider time, ILogger<AuditTrail> logger)
{
    private const int MaxCharacters = 300;

    public void Record(HttpContext http, Caller caller, string what, string target, string outcome)
    {
        var change = http.Features.Get<AuditedChange>();
        var entry = new AuditEntry(
            caller.Subject,
            AddressOf(http),
            caller.Role.NameOf(),
            caller.TokenId ?? "",
            Clean(what),
            Clean(target),
            Clean(outcome),
            change?.Before ?? "",
            change?.After ?? ""
        );
        if (live.QueryStore<(long Id, string Hash)?>(s => s.Access.Audit.Append(entry, time.GetUtcNow())) is { } row)
            LogKept(row.Id, entry.Subject, entry.What, entry.Target, entry.Outcome, row.Hash);
        else
            LogNotKept(entry.Subject, entry.Role, entry.What, entry.Target, entry.Outcome);
    }

    /// <summary>An administrator read what their groups do not let them see.</summary>
    public void RecordReading(HttpContext http, string target) => Record(http, Caller.Of(http), "read hidden page", target, "done");

    public static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";

    private static string Clean(string text) =>
        Sentences.Truncate(string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)), MaxCharacters);

    [LoggerMessage(LogLevel.Information, "Audit {Id}: {Subject} {What} {Target}: {Outcome} ({Hash})")]
    private partial void LogKept(long id, string subject, string what, string target, string outcome, string hash);

    [LoggerMessage(LogLevel.Error, "Could not be kept in the audit: {Subject} as {Role} {What} {Target}: {Outcome}")]
    private partial void LogNotKept(string subject, string role, string what, string target, string outcome);
}

/// <summary>What a request changed, by hash: said by whoever changes it, for the audit.</summary>
internal sealed record AuditedChange(string Before, string After)
{
    /// <param name="before">Null where there was nothing.</param>
    public static void Set(HttpContext http, string? before, string? after) =>
        http.Features.Set(new AuditedChange(HashOf(before), HashOf(after)));

    private static string HashOf(string? text) =>
        text is null ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
