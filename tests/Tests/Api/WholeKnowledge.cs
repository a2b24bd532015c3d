using Knowledge.Api.Live;
using Knowledge.Content.Documents;
using Knowledge.Content.Markup;
using Knowledge.Indexer;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Sources;

namespace Knowledge.Tests;

/// <summary>What a server serves as one who sees all of it: tests of other things than access ask for that.</summary>
internal static class WholeKnowledge
{
    extension(LiveKnowledge live)
    {
        public KnowledgeBase Current => live.Whole;

        public UnservedFiles Unserved => live.UnservedFor(Knowledge.Indexer.Visibility.Viewer.Everything);

        public IReadOnlyDictionary<string, int> LostPages => live.Seen.LostPages;

        public VisibleKnowledge Seen => new(live, Knowledge.Indexer.Visibility.Viewer.Everything);

        public RenderedPage Html(Document document) => live.Html(document, live.Whole);

        public ValueTask<SearchResponse> SearchAsync(SearchRequest request, CancellationToken cancellation) =>
            live.Seen.SearchAsync(request, cancellation);

        public LivePostmortems Postmortems(TimeProvider time) => new(live, live.Seen, time);
    }

    extension(LiveAlerts alerts)
    {
        public AlertMessage MessageOf(AlertRecord alert, Uri root) =>
            alerts.MessageOf(alert, root, Knowledge.Indexer.Visibility.Viewer.Everything);
    }
}
