namespace Knowledge.Indexer.Embeddings.Endpoint;

/// <summary>Where an OpenAI-compatible service takes texts: people give its root, its <c>/v1</c>, or the address itself.</summary>
internal static class EndpointAddress
{
    private const string EmbeddingsPath = "/embeddings";

    public static bool IsAddress(string embedder) =>
        embedder.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        || embedder.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <returns>Null when it is no address.</returns>
    public static Uri? Of(string embedder)
    {
        if (!IsAddress(embedder) || !Uri.TryCreate(embedder, UriKind.Absolute, out var given))
            return null;
        var path = given.AbsolutePath.TrimEnd('/');
        return new UriBuilder(given)
        {
            Path =
                path.EndsWith(EmbeddingsPath, StringComparison.Ordinal) ? path
                : path.Length > 0 ? path + EmbeddingsPath
                : "/v1" + EmbeddingsPath,
        }.Uri;
    }
}
