using System.Diagnostics.Metrics;
using System.Reflection;
using Knowledge.Api.Background;
using Knowledge.Api.Hosting;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Search;

namespace Knowledge.Api.Live;

/// <summary>What this server tells about itself.</summary>
internal sealed class KnowledgeMetrics
{
    private readonly Histogram<double> _searchDuration;
    private readonly Counter<long> _searches;
    private readonly Counter<long> _gaps;
    private readonly Counter<long> _requests;

    public KnowledgeMetrics(
        IMeterFactory factory,
        LiveKnowledge live,
        LiveImports imports,
        LiveAlerts alerts,
        ScheduledBackups backups,
        BackgroundLoops loops,
        ServingOptions options,
        TimeProvider time
    )
    {
        var meter = factory.Create(MetricCollector.MeterName);
        _searchDuration = meter.CreateHistogram(
            "kb_search_duration_seconds",
            "s",
            "Time to search and compose answers.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
            }
        );
        _searches = meter.CreateCounter<long>("kb_search_total", description: "Searches by confidence of the answer.");
        _gaps = meter.CreateCounter<long>("kb_gaps_recorded_total", description: "Searches without an answer that were kept as gaps.");
        _requests = meter.CreateCounter<long>("kb_http_requests_total", description: "HTTP requests by class of status code.");
        meter.CreateObservableGauge("kb_index_documents", () => live.Whole.Documents.Count, description: "Documents that can be found.");
        meter.CreateObservableGauge(
            "kb_index_last_success_timestamp_seconds",
            () => (live.LastLook?.ToUnixTimeMilliseconds() ?? 0) / 1000.0,
            description: "When it was last looked whether the sources changed, without a failure; 0 for never."
        );
        meter.CreateObservableGauge(
            "kb_index_last_change_duration_seconds",
            () => live.LastIngest.Took.TotalSeconds,
            description: "The last change, from the look that saw it until it could be found."
        );
        meter.CreateObservableCounter(
            "kb_background_failures",
            () => loops.Status.Select(l => new Measurement<long>(l.Failures, new KeyValuePair<string, object?>("loop", l.Name))),
            description: "Rounds of background work that failed."
        );
        meter.CreateObservableGauge(
            "kb_background_seconds_since_success",
            () =>
                loops.Status.Select(l => new Measurement<double>(
                    l.SinceSuccess.TotalSeconds,
                    new KeyValuePair<string, object?>("loop", l.Name)
                )),
            "s",
            "Since the last round of background work that did not fail, or since the start."
        );
        meter.CreateObservableGauge("kb_alerts_firing", () => Measured(alerts.Firing), description: "Alerts that fire.");
        meter.CreateObservableGauge(
            "kb_inbox_unread",
            () => Measured(alerts.Unread),
            description: "Requests of senders that were kept and not read yet."
        );
        meter.CreateObservableGauge(
            "kb_inbox_oldest_unread_seconds",
            () => alerts.OldestUnread is { } age ? [new Measurement<double>(age.TotalSeconds)] : Array.Empty<Measurement<double>>(),
            "s",
            "How long the oldest request of a sender has waited to be read; 0 when none waits."
        );
        meter.CreateObservableGauge(
            "kb_import_last_success_timestamp_seconds",
            () => LastSuccesses(imports),
            description: "When an export was last read by a scheduled import, or found unchanged; 0 for never."
        );
        meter.CreateObservableGauge(
            "kb_backup_last_success_timestamp_seconds",
            () =>
                backups.Status is { } made
                    ? [new Measurement<double>((made.Newest?.ToUnixTimeMilliseconds() ?? 0) / 1000.0)]
                    : Array.Empty<Measurement<double>>(),
            description: "When the newest backup of the store was made by the server; 0 for never."
        );
        meter.CreateObservableGauge(
            "kb_embedding_texts_waiting",
            () => live.Embedding.Of - live.Embedding.Done,
            description: "Texts that the encoder has still to embed."
        );
        meter.CreateObservableGauge(
            "kb_embedding_complete",
            () => live.Embedding.IsComplete ? 1 : 0,
            description: "1 when queries go by the encoder that was asked for, 0 while they go by the table or by the encoder before."
        );
        meter.CreateObservableGauge(
            "kb_embedding_memory_bytes",
            () => live.Embedding.MemoryBytes,
            description: "Memory of the passages' vectors."
        );
        meter.CreateObservableGauge("kb_disk_free_bytes", () => Free(live), description: "Free bytes where the store lies.");
        meter.CreateObservableGauge(
            "kb_store_degraded",
            () => live.Degraded.Count > 0 ? 1 : 0,
            description: "1 when something does not work as it should."
        );
        NodeMetrics.AddTo(meter, live, alerts, options, time);
        var version =
            typeof(KnowledgeMetrics).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? "unknown";
        meter.CreateObservableGauge(
            "kb_build_info",
            () => new Measurement<int>(1, new KeyValuePair<string, object?>("version", version)),
            description: "The build that runs."
        );

        // A counter that was never touched is a hole in the graph; zero is the truth.
        _gaps.Add(0);
        foreach (var confidence in Enum.GetValues<Confidence>())
            _searches.Add(0, Label(confidence));
    }

    private static IEnumerable<Measurement<double>> LastSuccesses(LiveImports imports) =>
        imports.Status.Select(i => new Measurement<double>(
            (i.LastSuccess?.ToUnixTimeMilliseconds() ?? 0) / 1000.0,
            new("system", i.Import.Job.System),
            new("directory", i.Import.Job.Out)
        ));

    public void Searched(SearchResponse response)
    {
        _searchDuration.Record(response.TookMs / 1000);
        _searches.Add(1, Label(response.Confidence));
    }

    public void GapRecorded() => _gaps.Add(1);

    public void RequestCompleted(int status) => _requests.Add(1, new KeyValuePair<string, object?>("code_class", $"{status / 100}xx"));

    private static KeyValuePair<string, object?> Label(Confidence confidence) =>
        new("confidence", confidence.ToString().ToLowerInvariant());

    // No measurement is better than a wrong one.
    private static IEnumerable<Measurement<int>> Measured(int? value) => value is { } known ? [new(known)] : [];

    private static IEnumerable<Measurement<long>> Free(LiveKnowledge live) =>
        live.CheckReadiness().FreeDiskBytes is { } bytes ? [new(bytes)] : [];
}
