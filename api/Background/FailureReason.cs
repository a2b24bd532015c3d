using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Background;

/// <summary>Why something failed, as people are told: names of types and paths are for the log.</summary>
internal static class FailureReason
{
    public static string Of(Exception e) =>
        IoFailure.ReasonOf(e)
        ?? e switch
        {
            TimeoutException or OperationCanceledException => "it took too long",
            OutOfMemoryException => "out of memory",
            _ => "an error inside Knowledge; the log has more",
        };
}
