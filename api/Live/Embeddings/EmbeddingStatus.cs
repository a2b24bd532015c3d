namespace Knowledge.Api.Live.Embeddings;

/// <summary>The model of the semantic search in a running server, and how many texts it has read.</summary>
/// <param name="Table">Name of the table that is there at once; none where no meaning is compared.</param>
/// <param name="Wanted">What was asked for.</param>
/// <param name="InUse">What queries go by.</param>
/// <param name="Done">Texts that were embedded of those that have to be (<paramref name="Of"/>); both 0 when nothing is to be done.</param>
/// <param name="IsComplete">Whether the encoder that was asked for has embedded all that there was, and queries go by it.</param>
public sealed record EmbeddingStatus(
    string Table,
    string Wanted,
    string InUse,
    int Done,
    int Of,
    bool IsComplete,
    long MemoryBytes,
    IReadOnlyList<string> Problems
);
