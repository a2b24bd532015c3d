namespace Knowledge.Indexer.Tools;

/// <summary>A question that cannot be answered as it was asked; the message says what to give instead.</summary>
public sealed class ToolException(string message) : Exception(message);
