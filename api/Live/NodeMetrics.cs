using System.Diagnostics.Metrics;

namespace Knowledge.Api.Live;

/// <summary>What a node tells of its store, of the other nodes on it, and of its sources: what rules of alarms go by.</summary>
internal static class NodeMetrics
{
    public static void AddTo(Meter meter, LiveKnowledge live, LiveAlerts alerts, ServingOptions options, TimeProvider time)
    {
        meter.CreateObservableGauge(
            "kb_store_up",
            () => live.HasStore ? 1 : 0,
            description: "1 when the store can be written, as far as is known; 0 while its disk or its database does not allow it."
        );
        meter.CreateObservableGauge(
            "kb_sources_held_pages",
            () => live.Readings.Sum(r => r.Lost),
            description: "Pages that are gone in the directories of sources and still served, because too many went at once."
        );
        meter.CreateObservableGauge(
            "kb_sources_missing",
            () => live.Readings.Count(r => r.IsElsewhere ? r.IsUnattended : r.IsMissing),
            description: "Sources whose directory cannot be listed, here or at any node that should have it."
        );
        meter.CreateObservableGauge(
            "kb_embedding_failing",
            () => live.Embedding.Problems.Count > 0 ? 1 : 0,
            description: "1 while the encoder cannot be used, for pages or for queries."
        );
        if (options.NotifyTargets.Count > 0)
            meter.CreateObservableGauge(
                "kb_messages_oldest_waiting_seconds",
                () =>
                    live.QueryStore<TimeSpan?>(s => InboxAge.Of(s.Outbox.OldestWaiting(except: NotifyTarget.Askers), time.GetUtcNow()))
                        is { } age
                        ? [new Measurement<double>(age.TotalSeconds)]
                        : Array.Empty<Measurement<double>>(),
                "s",
                "How long the oldest message about alerts or actions has waited; 0 when none waits."
            );
        if (!live.IsStoreShared)
            return;
        meter.CreateObservableGauge(
            "kb_spool_waiting",
            () => alerts.Spooled,
            description: "Requests of senders that wait on this node's disk until the database takes them."
        );
        meter.CreateObservableGauge(
            "kb_node_has_turn",
            () => live.HasTurn ? 1 : 0,
            description: "1 on the node that does what only one may do."
        );
        meter.CreateObservableCounter("kb_node_turns", () => live.TurnsTaken, description: "How often this node took the turn.");
    }
}
