using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Encoder;
using Knowledge.Indexer.Embeddings.Endpoint;

namespace Knowledge.Api.Doctor;

/// <summary>Whether what compares meanings can be loaded, or answers.</summary>
internal static class EmbedderExamination
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static async Task<IEnumerable<Fault>> Of(Patient patient)
    {
        if (patient.Options is not { } options)
            return [];
        using var waiting = new CancellationTokenSource(Patience);
        try
        {
            await EmbeddingModel.LoadAsync(options.Serving.Embedder, 1, waiting.Token);
            return [];
        }
        catch (Exception e)
            when (e
                    is EndpointException
                        or EncoderException
                        or InvalidDataException
                        or IOException
                        or UnauthorizedAccessException
                        or OperationCanceledException
            )
        {
            var why = e is OperationCanceledException ? "it does not answer in time" : e.Message.Split('\n')[0].TrimEnd('.');
            return
            [
                Fault.Error(
                    "embedder-failing",
                    $"What --embedder names cannot be used: {why}.",
                    "Start the service or correct --embedder, its model and its key; until then the built-in table compares meanings."
                ),
            ];
        }
    }
}
