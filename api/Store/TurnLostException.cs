namespace Knowledge.Api.Store;

/// <summary>Another node has its turn now: what this one was about to write is not written.</summary>
internal sealed class TurnLostException() : Exception("another node has taken over");
