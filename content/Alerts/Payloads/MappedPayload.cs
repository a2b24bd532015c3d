using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Reads a payload by a mapping of the knowledge base.</summary>
internal static class MappedPayload
{
    /// <returns>With a problem as the end of a sentence when nothing of it has a name and a key.</returns>
    public static AlertPayload Read(JsonElement root, HookMapping mapping)
    {
        List<JsonElement> entries = [root];
        if (mapping.Each is { } each)
        {
            if (each.In(root) is not { ValueKind: JsonValueKind.Array } list)
                return AlertPayload.Unreadable($"each finds no list at '{each.Text}'");
            entries = [.. list.EnumerateArray().Take(AlertPayloadReader.MaxEntries)];
        }
        else if (root.ValueKind == JsonValueKind.Array)
            entries = [.. root.EnumerateArray().Take(AlertPayloadReader.MaxEntries)];
        var alerts = entries.Select(e => Alert(e, root, mapping)).OfType<FiredAlert>().ToList();
        return alerts.Count > 0 || entries.Count == 0
            ? new(AlertPayloadFormat.Mapping, alerts, Note: entries.Count == 0 ? "an empty list" : null)
            {
                NotUnderstood = entries.Count - alerts.Count,
            }
            : AlertPayload.Unreadable(
                mapping.Name.In(entries[0]) is null ? $"name finds nothing at {mapping.Name}" : $"key finds nothing at {mapping.Key}"
            );
    }

    private static FiredAlert? Alert(JsonElement entry, JsonElement root, HookMapping mapping)
    {
        // What all entries have in common stands outside of them.
        string? Of(MappedValue? value, int max = PayloadFields.MaxTextCharacters) =>
            value is null ? null : value.In(entry, max) ?? (mapping.Each is null ? null : value.In(root, max));
        if (
            Of(mapping.Name, PayloadFields.MaxNameCharacters) is not { } name
            || Of(mapping.Key, PayloadFields.MaxNameCharacters) is not { } key
        )
            return null;
        var word = Of(mapping.State);
        var isMapped = mapping.Words.TryGetValue(word?.ToLowerInvariant() ?? "", out var said);
        var state = (isMapped ? said : StateWords.Of(word)) ?? AlertState.Firing;
        var time = PayloadFields.TimeOf(Of(mapping.Time));
        return new()
        {
            Key = key,
            Name = name,
            State = state,
            TellsState = !isMapped || said is not null,
            IsPartial = isMapped && said is null,
            StartsAt = PayloadFields.TimeOf(Of(mapping.Started)),
            ReportedAt = time,
            EndsAt = state == AlertState.Resolved ? time : null,
            Labels =
            [
                .. mapping
                    .Labels.Select(l => (Name: l.Key, Value: Of(l.Value)))
                    .Where(l => l.Value is not null)
                    .Select(l => KeyValuePair.Create(l.Name, l.Value!)),
            ],
            Summary = Of(mapping.Summary) ?? "",
            Description = Of(mapping.Description) ?? "",
            Severity = Of(mapping.Severity, PayloadFields.MaxNameCharacters),
            Service = Of(mapping.Service, PayloadFields.MaxNameCharacters),
            Link = PayloadFields.AddressOf(Of(mapping.Link)),
            RunbookUrls = Of(mapping.Runbook) is { } runbook ? [runbook] : [],
            DocumentId = Of(mapping.Document, PayloadFields.MaxNameCharacters),
        };
    }
}
