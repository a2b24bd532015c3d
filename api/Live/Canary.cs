using Knowledge.Content.Text;
using Knowledge.Indexer;
using Knowledge.Indexer.Search;

namespace Knowledge.Api.Live;

/// <summary>A page that is there must be found by its own title; an index that cannot do that answers nothing reliably.</summary>
internal static class Canary
{
    private const int Asked = 8;

    // One page is not enough to ask for: a title may have no words in it, or be that of more pages than a search lists.
    public static bool IsFound(KnowledgeBase knowledge) =>
        knowledge
            .Documents.Chunk(Math.Max(1, knowledge.Documents.Count / Asked))
            .Select(c => c[c.Length / 2])
            .Any(canary =>
                knowledge
                    .Search(new(Sentences.Truncate(canary.Title, 200), SearchRequest.MaxLimit), default)
                    .Hits.Any(h => h.DocumentId == canary.Id.Value || h.Title == canary.Title)
            );
}
