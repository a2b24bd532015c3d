namespace Knowledge.Indexer.Embeddings.Endpoint;

/// <summary>Where an OpenAI-compatible service takes what is sent: people give its root, its <c>/v1</c>, or the address itself.</summary>
internal static class EndpointAddress
{
    private const string EmbeddingsPath = "/embeddings";
    public const string ChatPath = "/chat/completions";

    public static bool IsAddress(string embedder) =>
        embedder.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        || embedder.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <param name="end">What its path ends with.</param>
    /// <returns>Null when it is no address.</returns>
    public static Uri? Of(string root, string end = EmbeddingsPath)
    {
        if (!IsAddress(root) || !Uri.TryCreate(root, UriKind.Absolute, out var given))
            return null;
        var path = given.AbsolutePath.TrimEnd('/');
        return new UriBuilder(given)
        {
            Path =
                path.EndsWith(end, StringComparison.Ordinal) ? path
                : path.Length > 0 ? path + end
                : "/v1" + end,
        }.Uri;
    }
}
