using System.Runtime.CompilerServices;
using Knowledge.Indexer;
using Knowledge.Indexer.Postmortems;
using Knowledge.Indexer.Reports;
using Knowledge.Indexer.Sources.History;

namespace Knowledge.Api.Live;

/// <summary>The debt of what is served, judged once per change and day for all who see the same.</summary>
internal sealed class DebtReports(LiveKnowledge live, LiveHistory history, ServingOptions options, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly ConditionalWeakTable<KnowledgeBase, Judged> judged = [];

    private sealed record Judged(IReadOnlyDictionary<string, SourceHistory> Histories, DateOnly Day, DebtReport Report);

    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <param name="knowledge">What whoever is told may see.</param>
    public DebtReport Of(KnowledgeBase knowledge)
    {
        // One at a time: those who ask meanwhile want the same.
        lock (gate)
        {
            var (histories, day) = (history.Current, Today);
            if (judged.TryGetValue(knowledge, out var known) && known.Histories == histories && known.Day == day)
                return known.Report;
            var report = DebtReport.Of(knowledge, time.GetUtcNow(), histories: histories);
            judged.AddOrUpdate(knowledge, new(histories, day, report));
            return report;
        }
    }

    /// <summary>The days before, which are kept of all pages alone and shown to whoever sees them all, and today as it is now.</summary>
    /// <param name="knowledge">What whoever is told may see.</param>
    public IReadOnlyList<DebtDay> History(KnowledgeBase knowledge) =>
        [.. knowledge.Hidden.Count > 0 ? [] : DebtHistory.Read(options.DataDirectory).Where(d => d.Day < Today), Day(knowledge)];

    /// <returns>One line that says why today's figures could not be kept; null when they were.</returns>
    public string? Record() => DebtHistory.Record(options.DataDirectory, Day(live.Whole));

    private DebtDay Day(KnowledgeBase knowledge)
    {
        var actions = knowledge.ActionsOn(time.GetUtcNow());
        return DebtDay.Of(Today, Of(knowledge), new(actions.Open, actions.Overdue, actions.Done));
    }
}
