using Knowledge.Indexer.Answers;

namespace Knowledge.Api.Store;

/// <summary>The same words asked for once or several times, not written to the store yet.</summary>
/// <param name="Gap">With the owner it had last.</param>
internal sealed record WaitingGap(Gap Gap, int Count, DateTimeOffset First, DateTimeOffset Last);
