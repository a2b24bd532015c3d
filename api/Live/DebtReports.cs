using Knowledge.Indexer;
using Knowledge.Indexer.Postmortems;
using Knowledge.Indexer.Reports;
using Knowledge.Indexer.Sources.History;

namespace Knowledge.Api.Live;

/// <summary>The debt of the knowledge base that is served, judged once per change and day.</summary>
internal sealed class DebtReports(LiveKnowledge live, LiveHistory history, ServingOptions options, TimeProvider time)
{
    private readonly Lock gate = new();
    private (KnowledgeBase Knowledge, IReadOnlyDictionary<string, SourceHistory> Histories, DateOnly Day, DebtReport Report)? last;

    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public DebtReport Current()
    {
        // One at a time: those who ask meanwhile want the same.
        lock (gate)
        {
            var (knowledge, histories, day) = (live.Current, history.Current, Today);
            if (last is { } known && known.Knowledge == knowledge && known.Histories == histories && known.Day == day)
                return known.Report;
            var report = DebtReport.Of(knowledge, time.GetUtcNow(), histories: histories);
            last = (knowledge, histories, day, report);
            return report;
        }
    }

    /// <summary>The days before, and today as it is now.</summary>
    public IReadOnlyList<DebtDay> History() => [.. DebtHistory.Read(options.DataDirectory).Where(d => d.Day < Today), Day()];

    /// <returns>One line that says why today's figures could not be kept; null when they were.</returns>
    public string? Record() => DebtHistory.Record(options.DataDirectory, Day());

    private DebtDay Day()
    {
        var actions = live.Current.ActionsOn(time.GetUtcNow());
        return DebtDay.Of(Today, Current(), new(actions.Open, actions.Overdue, actions.Done));
    }
}
