using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>
/// Reads what a sender posted, by its shape: senders change their versions and let people replace the body. Never throws for any
/// bytes.
/// </summary>
public static class AlertPayloadReader
{
    /// <summary>Bytes of one request.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = 32,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>What a person pastes into Datadog's webhook integration as its payload.</summary>
    public static string DatadogTemplate => DatadogPayload.Template;

    /// <param name="cloudEvent">The <c>ce-</c> headers of an event in binary mode, without that prefix; null for any other request.</param>
    public static AlertPayload Read(ReadOnlyMemory<byte> body, IReadOnlyDictionary<string, string>? cloudEvent = null)
    {
        // UTF-8 with a mark at the front is still UTF-8.
        if (body.Span is [0xEF, 0xBB, 0xBF, ..])
            body = body[3..];
        if (body.Span.Trim(" \t\r\n"u8).IsEmpty)
            return AlertPayload.Unreadable("The body is empty.");
        try
        {
            using var document = JsonDocument.Parse(body, Options);
            if (cloudEvent is null)
                return Read(document.RootElement);
            using var envelope = JsonSerializer.SerializeToDocument(
                cloudEvent.Append(new("data", "")).ToDictionary(h => h.Key, h => h.Key == "data" ? (object)document.RootElement : h.Value)
            );
            return Read(envelope.RootElement);
        }
        catch (InvalidOperationException)
        {
            return AlertPayload.Unreadable("A name in it is no Unicode text.");
        }
        catch (JsonException e)
        {
            return AlertPayload.Unreadable($"It is not JSON (line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}).");
        }
    }

    private static AlertPayload Read(JsonElement root)
    {
        if (AlertmanagerPayload.Fits(root))
            return AlertmanagerPayload.Read(root);
        if (root.ValueKind == JsonValueKind.Object)
        {
            if (DatadogPayload.Fits(root))
                return DatadogPayload.Read(root);
            if (OpsgeniePayload.Fits(root))
                return OpsgeniePayload.Read(root);
            if (PagerDutyPayload.Fits(root))
                return PagerDutyPayload.Read(root);
            if (GenericPayload.IsCloudEvent(root))
                return GenericPayload.ReadCloudEvent(root, Read);
            if (root.TryGetProperty("alerts", out var none) && none.ValueKind == JsonValueKind.Array && none.GetArrayLength() == 0)
                return new(AlertPayloadFormat.Alertmanager, [], Note: "no alerts");
            if (root.TryGetProperty("messages", out _) && root.TryGetProperty("incident", out _))
                return AlertPayload.Unreadable("It is a PagerDuty webhook of version 1 or 2; subscribe with version 3.");
        }
        return GenericPayload.Read(root);
    }
}
