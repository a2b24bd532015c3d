namespace Knowledge.Api.Assistant;

/// <summary>A language model that did not answer as it should, in a sentence for people.</summary>
internal sealed class ChatException(string message, Exception? inner = null) : IOException(message, inner);
