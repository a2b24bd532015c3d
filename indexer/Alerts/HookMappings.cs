using Knowledge.Content.Alerts.Payloads;

namespace Knowledge.Indexer.Alerts;

/// <summary>How a knowledge base says that senders are read, by the name under which they post.</summary>
internal sealed class HookMappings
{
    private readonly Dictionary<string, HookMapping> byHook = new(StringComparer.OrdinalIgnoreCase);

    public HookMappings(KnowledgeBase knowledge)
    {
        // Of two for one sender the first counts, by source and path.
        foreach (var mapping in knowledge.Snapshots.SelectMany(s => s.Files).Select(f => f.HookMapping).OfType<HookMapping>())
        foreach (var hook in mapping.Hooks)
            byHook.TryAdd(hook, mapping);
    }

    public HookMapping? Of(string source) => byHook.GetValueOrDefault(source);
}
