using Knowledge.Content.Alerts;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Archive;
using Knowledge.Indexer.Reports;
using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Tools;

/// <summary>What the tools ask: a running server, or the directories of <c>kb mcp</c>. Nothing is changed by asking.</summary>
public interface IServedKnowledge
{
    /// <summary>The newest whole.</summary>
    KnowledgeBase Current { get; }

    /// <summary>What does not work as it should, in words for people; empty when all does.</summary>
    IReadOnlyList<string> Degraded { get; }

    /// <summary>Searches and composes answers; keeps no gap.</summary>
    ValueTask<SearchResponse> SearchAsync(SearchRequest request, CancellationToken cancellation);

    /// <summary>The same in archives, below what is served; null where there are none.</summary>
    Task<ArchiveResult?> SearchArchivesAsync(SearchRequest request, CancellationToken cancellation);

    /// <summary>The archived page that a text means by its address or the id of a hit; null where there is none.</summary>
    ArchivedPage? ArchivedPage(string address);

    /// <summary>The runbook of an alert.</summary>
    AlertMatch Match(FiredAlert alert);

    /// <summary>A document with what surrounds it.</summary>
    DocumentView View(Document document);

    /// <summary>Searches that nothing answered, most asked for first; null where none are kept or they cannot be read just now.</summary>
    IReadOnlyList<RecordedGap>? UnansweredSearches(int limit);
}
