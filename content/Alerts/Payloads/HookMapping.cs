using Knowledge.Content.Findings;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>
/// How the payload of one sender is read, as somebody wrote it down in <c>hooks/NAME.yaml</c> of the knowledge base. It counts before the
/// shapes that are built in.
/// </summary>
public sealed record HookMapping
{
    /// <summary>Names of the senders that it is for: the file's name, unless it says others.</summary>
    public required IReadOnlyList<string> Hooks { get; init; }

    /// <summary>The list whose entries are the alerts; null when the payload is one alert.</summary>
    internal JsonPath? Each { get; init; }

    internal MappedValue Name { get; init; } = MappedValue.Nothing;
    internal MappedValue Key { get; init; } = MappedValue.Nothing;
    internal MappedValue? State { get; init; }

    /// <summary>Words of the sender for a state; null for those that change nothing of it.</summary>
    internal IReadOnlyDictionary<string, AlertState?> Words { get; init; } = new Dictionary<string, AlertState?>();

    internal MappedValue? Severity { get; init; }
    internal MappedValue? Service { get; init; }
    internal MappedValue? Summary { get; init; }
    internal MappedValue? Description { get; init; }
    internal MappedValue? Runbook { get; init; }
    internal MappedValue? Document { get; init; }
    internal MappedValue? Link { get; init; }

    /// <summary>When the sender said it.</summary>
    internal MappedValue? Time { get; init; }

    /// <summary>When the alert began; the same in every request about it.</summary>
    internal MappedValue? Started { get; init; }

    internal IReadOnlyList<KeyValuePair<string, MappedValue>> Labels { get; init; } = [];
    internal IReadOnlyList<HookExample> Examples { get; init; } = [];
}

/// <summary>A payload that a mapping must read, and what it must give.</summary>
/// <param name="Gives">Of each alert, in order, what is said of it: field and value.</param>
/// <param name="Line">In the file.</param>
internal sealed record HookExample(byte[] Body, IReadOnlyList<IReadOnlyList<KeyValuePair<string, string>>> Gives, int Line);

/// <summary>What was read of a file of mappings.</summary>
/// <param name="Mapping">Null when it cannot be used.</param>
public sealed record HookMappingReading(HookMapping? Mapping, IReadOnlyList<Finding> Findings);
