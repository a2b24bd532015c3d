using System.Text.Json;
using Knowledge.Content.Text;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>What is known of a request beside its body.</summary>
/// <param name="Source">Name under which the sender posts.</param>
/// <param name="Headers">By names in small letters; those that say how to read the body count.</param>
/// <param name="Received">When it came; null when that is not known.</param>
/// <param name="Mapping">How the knowledge base says that this sender is read.</param>
public sealed record PayloadOrigin(
    string Source = "NAME",
    IReadOnlyDictionary<string, string>? Headers = null,
    DateTimeOffset? Received = null,
    HookMapping? Mapping = null
)
{
    internal string? Header(string name) => Headers?.GetValueOrDefault(name);
}

/// <summary>
/// Reads what a sender posted, by its shape: senders change their versions and let people replace the body. Never throws for any
/// bytes.
/// </summary>
public static class AlertPayloadReader
{
    /// <summary>Bytes of one request, unpacked.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Entries of one list that are read.</summary>
    public const int MaxEntries = 10_000;

    private delegate AlertPayload ShapeReader(JsonElement root, PayloadOrigin origin);

    /// <summary>
    /// The senders, in this order: the first whose shape it has reads it. A shape that others have a part of stands behind them.
    /// </summary>
    private static readonly (Func<JsonElement, bool> Fits, ShapeReader Read)[] Senders =
    [
        (SnsPayload.Fits, (root, origin) => SnsPayload.Read(root, message => Element(message, origin))),
        (CloudEventsPayload.Fits, (root, origin) => CloudEventsPayload.Read(root, data => Element(data, origin with { Mapping = null }))),
        (DatadogPayload.Fits, (root, _) => DatadogPayload.Read(root)),
        (OpsgeniePayload.Fits, (root, _) => OpsgeniePayload.Read(root)),
        (PagerDutyPayload.Fits, (root, _) => PagerDutyPayload.Read(root)),
        (GrafanaOnCallPayload.Fits, (root, _) => GrafanaOnCallPayload.Read(root)),
        (GrafanaLegacyPayload.Fits, (root, _) => GrafanaLegacyPayload.Read(root)),
        (CloudWatchPayload.Fits, (root, _) => CloudWatchPayload.Read(root)),
        (EventBridgePayload.Fits, (root, _) => EventBridgePayload.Read(root)),
        (AzureMonitorPayload.Fits, (root, _) => AzureMonitorPayload.Read(root)),
        (GoogleCloudPayload.Fits, (root, _) => GoogleCloudPayload.Read(root)),
        (UptimeKumaPayload.Fits, (root, _) => UptimeKumaPayload.Read(root)),
        (NewRelicPayload.Fits, (root, _) => NewRelicPayload.Read(root)),
        (SentryPayload.Fits, (root, _) => SentryPayload.Read(root)),
        (SplunkPayload.Fits, (root, _) => SplunkPayload.Read(root)),
        (DynatracePayload.Fits, (root, _) => DynatracePayload.Read(root)),
        (PingdomPayload.Fits, (root, _) => PingdomPayload.Read(root)),
        (GraylogPayload.Fits, (root, _) => GraylogPayload.Read(root)),
        (KibanaPayload.Fits, (root, _) => KibanaPayload.Read(root)),
        (BetterStackPayload.Fits, (root, _) => BetterStackPayload.Read(root)),
        (IncidentIoPayload.Fits, (root, _) => IncidentIoPayload.Read(root)),
        (VictorOpsPayload.Fits, (root, _) => VictorOpsPayload.Read(root)),
        (KapacitorPayload.Fits, (root, _) => KapacitorPayload.Read(root)),
        (NagiosPayload.Fits, (root, _) => NagiosPayload.Read(root)),
        (ZabbixPayload.Fits, (root, _) => ZabbixPayload.Read(root)),
        (PrtgPayload.Fits, (root, _) => PrtgPayload.Read(root)),
        (StatusCakePayload.Fits, (root, _) => StatusCakePayload.Read(root)),
        (HealthchecksPayload.Fits, (root, _) => HealthchecksPayload.Read(root)),
    ];

    /// <summary>What a person pastes into Datadog's webhook integration as its payload.</summary>
    public static string DatadogTemplate => DatadogPayload.Template;

    /// <param name="body">As it came.</param>
    /// <param name="origin">What is known beside it.</param>
    public static AlertPayload Read(ReadOnlyMemory<byte> body, PayloadOrigin? origin = null)
    {
        origin ??= new();
        var unpacked = ContentEncoding.Unpack(body, origin.Header("content-encoding"), MaxBytes);
        if (unpacked.Body is not { } bytes)
            return AlertPayload.Unreadable(unpacked.Problem!);
        // UTF-8 with a mark at the front is still UTF-8.
        if (bytes.Span is [0xEF, 0xBB, 0xBF, ..])
            bytes = bytes[3..];
        if (bytes.Span.Trim(" \t\r\n"u8).IsEmpty)
            return AlertPayload.Unreadable("The body is empty.");
        try
        {
            using var document = Parse(bytes, origin.Header("content-type"));
            using var envelope = Envelope(document.RootElement, origin.Headers);
            return Bounded(Element(envelope?.RootElement ?? document.RootElement, origin));
        }
        catch (InvalidOperationException)
        {
            return AlertPayload.Unreadable("A name in it is no Unicode text.");
        }
        catch (PayloadJson.TooDeepException e)
        {
            return AlertPayload.Unreadable(e.Message);
        }
        catch (JsonException e)
        {
            return AlertPayload.Unreadable($"It is not JSON (line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}).");
        }
    }

    // JSON whatever the content type says, since senders leave that of their library; else a form.
    private static JsonDocument Parse(ReadOnlyMemory<byte> body, string? contentType)
    {
        try
        {
            return PayloadJson.Parse(body);
        }
        catch (JsonException e) when (e is not PayloadJson.TooDeepException)
        {
            if (FormBody.ToJson(body.Span, contentType) is not { } form)
                throw;
            return PayloadJson.Parse(form);
        }
    }

    /// <summary>An event whose attributes came in headers (<c>ce-id</c> …), as one that holds them; null for any other request.</summary>
    private static JsonDocument? Envelope(JsonElement data, IReadOnlyDictionary<string, string>? headers)
    {
        const string Prefix = "ce-";
        var attributes = (headers ?? new Dictionary<string, string>())
            .Where(h => h.Key.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(h => h.Key[Prefix.Length..], h => (object)h.Value);
        if (attributes.Count == 0)
            return null;
        attributes["data"] = data;
        return PayloadJson.Of(attributes);
    }

    private static AlertPayload Element(JsonElement root, PayloadOrigin origin)
    {
        string? lack = null;
        if (origin.Mapping is { } mapping && !SnsPayload.Fits(root))
        {
            var mapped = MappedPayload.Read(root, mapping);
            if (mapped.Problem is null)
                return mapped;
            lack = mapped.Problem;
        }
        var read = Shape(root, origin);
        return read.Problem is { } problem && !read.IsDescribed && IsMappable(root)
            ? read with
            {
                Problem =
                    $"{problem} It is {PayloadShape.Of(root)}"
                    + (lack is null ? $"; map it with hooks/{origin.Source}.yaml." : $", and {lack} in hooks/{origin.Source}.yaml."),
                IsDescribed = true,
            }
            : read;
    }

    private static bool IsMappable(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object || (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0);

    private static AlertPayload Shape(JsonElement root, PayloadOrigin origin)
    {
        if (AlertmanagerPayload.Fits(root))
            return AlertmanagerPayload.Read(root, origin.Received);
        if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0)
            return List(root, origin);
        if (root.ValueKind == JsonValueKind.Object)
        {
            foreach (var (fits, read) in Senders)
                if (fits(root))
                    return read(root, origin);
            if (root.TryGetProperty("alerts", out var none) && none.ValueKind == JsonValueKind.Array && none.GetArrayLength() == 0)
                return new(AlertPayloadFormat.Alertmanager, [], Note: "no alerts");
            if (root.TryGetProperty("messages", out _) && root.TryGetProperty("incident", out _))
                return AlertPayload.Unreadable("It is a PagerDuty webhook of version 1 or 2; subscribe with version 3.");
        }
        return GenericPayload.Read(root);
    }

    /// <summary>A list of what senders otherwise post one by one, such as a batch of CloudEvents.</summary>
    private static AlertPayload List(JsonElement root, PayloadOrigin origin)
    {
        var read = root.EnumerateArray().Take(MaxEntries).Select(e => Shape(e, origin)).ToList();
        var understood = read.Where(r => r.Problem is null).ToList();
        if (understood.Count == 0)
            return AlertPayload.Unreadable(read[0].Problem!);
        return new(
            understood[0].Format,
            [.. understood.SelectMany(r => r.Alerts)],
            understood.Sum(r => r.Truncated),
            Note: understood.Select(r => r.Note).FirstOrDefault(n => n is not null)
        )
        {
            NotUnderstood = root.GetArrayLength() - understood.Count,
        };
    }

    // However a reader put them together.
    private static AlertPayload Bounded(AlertPayload payload) => payload with { Alerts = [.. payload.Alerts.Select(Bounded)] };

    private static FiredAlert Bounded(FiredAlert alert) =>
        alert with
        {
            Name = Sentences.Truncate(alert.Name, PayloadFields.MaxNameCharacters),
            // Cut keys could be one that are two.
            Key = alert.Key.Length <= MaxKeyCharacters ? alert.Key : AlertmanagerPayload.Fingerprint([new("key", alert.Key)]),
            // "OK" is how it stands, and not how bad it was.
            Severity =
                StateWords.Of(alert.Severity) == AlertState.Resolved && !alert.Severity!.All(char.IsAsciiDigit) ? null : alert.Severity,
        };

    private const int MaxKeyCharacters = 800;
}
