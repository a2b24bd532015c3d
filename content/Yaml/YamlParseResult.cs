namespace Knowledge.Content.Yaml;

/// <summary>What was understood: every document that was complete before the first problem, and that problem if there was one.</summary>
public sealed record YamlParseResult(IReadOnlyList<YamlNode> Documents, YamlProblem? Problem)
{
    /// <summary>What was read of the document that holds the problem; its last values may be cut off.</summary>
    public YamlNode? Incomplete { get; init; }
}

/// <summary>Why reading stopped, and what to do about it, in one line of text. Line and column are 1-based in the text given.</summary>
public sealed record YamlProblem(int Line, int Column, string Message);
