namespace Knowledge.Indexer.Alerts;

/// <summary>What a knowledge base says of alerts, worked out once for it.</summary>
public static class KnowledgeAlerts
{
    extension(KnowledgeBase knowledge)
    {
        /// <summary>Finds the runbooks of alerts.</summary>
        public AlertMatcher Alerts => knowledge.Derived(k => new AlertMatcher(k));
    }
}
