using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Knowledge.Api.Access;
using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Options;
using Knowledge.Api.Problems;
using Knowledge.Content.Alerts;
using Knowledge.Content.Alerts.Payloads;
using Knowledge.Content.Text;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Alerts;

/// <summary><c>POST /hooks/{source}</c> (Grafana may PUT): kept durably, then answered; what it means is made out afterwards.</summary>
internal static class ReceiveHook
{
    private const int MaxEventIdCharacters = 200;

    // Only these say how to read a body; any other may hold a secret.
    private static readonly string[] KeptHeaders =
    [
        "content-type",
        "content-encoding",
        "ce-id",
        "ce-source",
        "ce-type",
        "ce-specversion",
        "ce-time",
        "ce-subject",
    ];

    /// <param name="Id">Number in the inbox; of a request that came before that of the first.</param>
    public sealed record Response(long Id, bool Repeated);

    public static void MapReceiveHook(this RouteGroupBuilder hooks) =>
        hooks
            .MapMethods("/{source}", ["POST", "PUT"], Handle)
            .WithPackedBodies()
            .WithName("ReceiveHook")
            .WithSummary(
                "What a sender posts about alerts: 202 when it is kept, 200 when it was kept "
                    + "before, 503 with Retry-After when it cannot be."
            )
            .WithTags("alerts")
            // No content type is demanded: senders have their own, and what cannot be read is kept too.
            .Produces<Response>(StatusCodes.Status202Accepted)
            .Produces<Response>()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status408RequestTimeout)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> Handle(
        HttpContext http,
        LiveAlerts alerts,
        ServerOptions options,
        HookSecrets secrets,
        SenderRateLimit rateLimit,
        SnsClient sns,
        TimeProvider time,
        string source,
        CancellationToken cancellation
    )
    {
        if (!options.Hooks.TryGetValue(source, out var from))
            return ErrorResponse.Json(
                http,
                Problem.NoSuchHook,
                $"There is no sender '{Sentence(source)}'; there are {string.Join(", ", options.Hooks.Keys.Order(StringComparer.Ordinal))}."
            );
        if (secrets.Of(from) is not { Count: > 0 } known)
            return TooBusy(http, 10);
        var sender = @from with { Secrets = known };
        // Nobody without a secret takes memory, nor of the rate of those who have it.
        var isKnown = Caller.Of(http).MaySendAlerts || HookSignatures.HasSecret(sender, http.Request.Headers);
        if (!isKnown && !HookSignatures.IsPerhapsSigned(sender, http.Request.Headers))
            return Refused(http);
        if (isKnown ? !rateLimit.Take(sender.Name) : !rateLimit.TakeUnknown(http.Connection.RemoteIpAddress))
            return TooBusy(http, 1);
        var (body, problem) = await RequestBody.ReadAsync(http, AlertPayloadReader.MaxBytes, time, cancellation);
        if (problem == Problem.Unavailable)
            return TooBusy(http, 10);
        if (body is null)
            return ErrorResponse.Json(
                http,
                problem!,
                problem == Problem.BodyTooLarge ? $"A sender may post up to {AlertPayloadReader.MaxBytes:N0} bytes at once." : null
            );
        if (!isKnown && !HookSignatures.IsAuthentic(sender, http.Request.Headers, body, time))
            return Refused(http);
        if (!isKnown && !rateLimit.Take(sender.Name))
            return TooBusy(http, 1);
        var unpacked = ContentEncoding.Unpack(body, http.Request.Headers.ContentEncoding, AlertPayloadReader.MaxBytes);
        if (unpacked.IsTooLarge)
            return ErrorResponse.Json(
                http,
                Problem.BodyTooLarge,
                $"A sender may post up to {AlertPayloadReader.MaxBytes:N0} bytes at once, unpacked."
            );
        if (from.Type == HookType.Sns)
            switch (await sns.IsSignedAsync(unpacked.Body ?? body, cancellation))
            {
                case null:
                    return TooBusy(http, 10);
                case false:
                    return Refused(http, "The message is not signed by Amazon SNS.");
            }

        var receipt = await alerts.ReceiveAsync(
            new(
                from.Name,
                time.GetUtcNow(),
                JsonSerializer.Serialize(HeadersOf(http.Request)),
                body,
                SHA256.HashData(body),
                EventIdOf(from.Type, http.Request, body)
            ),
            cancellation
        );
        return receipt.Outcome switch
        {
            ReceiptOutcome.Stored => TypedResults.Json(new Response(receipt.Id, false), statusCode: StatusCodes.Status202Accepted),
            ReceiptOutcome.Repeated => TypedResults.Json(new Response(receipt.Id, true)),
            ReceiptOutcome.InboxFull => TooBusy(http, 2),
            _ => TooBusy(http, 10),
        };
    }

    // Amazon SNS gives the password of its address only when it is asked for one, and to a realm that has a name.
    private static IResult Refused(HttpContext http, string? detail = null)
    {
        http.Response.Headers.WWWAuthenticate = "Basic realm=\"Knowledge\", Bearer realm=\"Knowledge\"";
        return ErrorResponse.Json(http, Problem.InvalidSignature, detail);
    }

    // Alertmanager and Grafana drop an alert that is answered with 429; 503 they send again.
    private static IResult TooBusy(HttpContext http, int seconds)
    {
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return ErrorResponse.Json(http, Problem.Unavailable, "What was sent could not be kept; send it again.");
    }

    /// <summary>Those that say how to read a body, by names in small letters.</summary>
    internal static Dictionary<string, string> HeadersOf(HttpRequest request) =>
        KeptHeaders
            .Select(n => (Name: n, Value: request.Headers[n].ToString()))
            .Where(h => h.Value.Length > 0)
            .ToDictionary(h => h.Name, h => h.Value);

    /// <summary>By what the sender marks an event that it sends again: a header, or a field that is quickly found.</summary>
    private static string? EventIdOf(HookType type, HttpRequest request, byte[] body)
    {
        var id = request.Headers["webhook-id"].ToString();
        if (id.Length == 0 && request.Headers["ce-id"].ToString() is { Length: > 0 } cloud)
            id = $"{request.Headers["ce-source"]} {cloud}";
        // Sent again, a message of SNS has other bytes and the same id.
        if (id.Length == 0)
            id = request.Headers["x-amz-sns-message-id"].ToString();
        if (id.Length == 0 && type is HookType.PagerDuty or HookType.CloudEvents or HookType.Sns)
            id =
                AlertPayloadReader.Read(body, new(Headers: HeadersOf(request))) is { EventId: { } known } payload && HasMarks(payload)
                    ? known
                    : "";
        return id.Length is > 0 and <= MaxEventIdCharacters ? id : null;
    }

    private static bool HasMarks(AlertPayload payload) =>
        payload.Format
            is AlertPayloadFormat.PagerDuty
                or AlertPayloadFormat.CloudEvents
                or AlertPayloadFormat.Sns
                or AlertPayloadFormat.CloudWatch
                or AlertPayloadFormat.EventBridge;

    private static string Sentence(string source) => Sentences.Truncate(string.Concat(source.Where(c => !char.IsControl(c))), 40);
}
