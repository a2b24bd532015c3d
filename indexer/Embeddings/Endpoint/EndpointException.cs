namespace Knowledge.Indexer.Embeddings.Endpoint;

/// <summary>An endpoint that does not answer as it should, as one line.</summary>
/// <param name="isTransient">Whether the same request may succeed later.</param>
internal sealed class EndpointException(string message, bool isTransient, Exception? inner = null) : IOException(message, inner)
{
    public bool IsTransient => isTransient;
}
