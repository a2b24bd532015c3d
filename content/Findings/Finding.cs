using MemoryPack;

namespace Knowledge.Content.Findings;

/// <summary>How much a finding matters: an error fails <c>kb check</c>, a warning and a note do not.</summary>
public enum Severity
{
    Note,
    Warning,
    Error,
}

/// <summary>One thing that is wrong with a file: what, where, and what to do about it.</summary>
/// <param name="Code">Stable code, <c>KB</c> and three digits; all are described in <c>content/FINDINGS.md</c>.</param>
/// <param name="File">Path inside its source, with forward slashes.</param>
/// <param name="Line">1-based; 1 when the whole file is meant.</param>
/// <param name="Message">One line: what is wrong and what to do.</param>
/// <param name="Subject">The thing it is about (a URL, a key, an id), when there is one.</param>
[MemoryPackable]
public sealed partial record Finding(string Code, Severity Severity, string File, int Line, string Message, string? Subject = null)
{
    /// <summary>Id of the page that a dead runbook link must mean; null when there is none.</summary>
    public string? RescuedBy { get; init; }

    /// <summary>Name of the source the file is in; null where there is only one.</summary>
    public string? Source { get; init; }

    /// <summary>One line for a terminal: a file may be named with line breaks and escape sequences.</summary>
    public override string ToString() => string.Concat($"{Code} {File}:{Line} {Message}".Select(c => char.IsControl(c) ? '\uFFFD' : c));
}
