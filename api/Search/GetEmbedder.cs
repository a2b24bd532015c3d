using Knowledge.Api.Live;
using Knowledge.Api.Live.Embeddings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Search;

/// <summary><c>GET /api/embedder</c>: what compares meanings, and how far it is.</summary>
internal static class GetEmbedder
{
    public static void MapEmbedder(this RouteGroupBuilder api) =>
        api.MapGet("/embedder", Handle)
            .WithName("GetEmbedder")
            .WithSummary("The model of the semantic search, and how many texts it has read.");

    private static Ok<EmbeddingStatus> Handle(VisibleKnowledge live) => TypedResults.Ok(live.Embedding);
}
