using Knowledge.Content.Alerts.Payloads;

namespace Knowledge.Indexer.Alerts;

/// <summary>What a knowledge base says of alerts, worked out once for it.</summary>
public static class KnowledgeAlerts
{
    extension(KnowledgeBase knowledge)
    {
        /// <summary>Finds the runbooks of alerts.</summary>
        public AlertMatcher Alerts => knowledge.Derived(k => new AlertMatcher(k));

        /// <summary>How a sender is read; null when the knowledge base says nothing of it.</summary>
        /// <param name="source">Name under which it posts.</param>
        public HookMapping? MappingOf(string source) => knowledge.Derived(k => new HookMappings(k)).Of(source);
    }
}
