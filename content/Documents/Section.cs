using System.Text.Json.Serialization;
using MemoryPack;

namespace Knowledge.Content.Documents;

/// <summary>What a section is for, read from its heading.</summary>
public enum SectionKind
{
    /// <summary>What is seen, or what an alert means.</summary>
    Symptoms,
    Impact,
    Causes,
    Diagnosis,
    Remediation,
    Verification,
    Escalation,
    Communication,
    Detection,
    Timeline,
    Actions,
    Lessons,
    Other,
}

/// <summary>The unit that is indexed, linked to and quoted: the text under one heading, without that of the headings below it.</summary>
/// <param name="HeadingPath">Headings from the outermost to its own; empty for text before the first heading.</param>
/// <param name="Anchor">Fragment of its URL; empty for text before the first heading.</param>
/// <param name="Line">1-based line of its heading in the file.</param>
/// <param name="Text">Plain text, one line per paragraph, list item, table row or line of code.</param>
[MemoryPackable]
public sealed partial record Section(
    IReadOnlyList<string> HeadingPath,
    SectionKind Kind,
    string Anchor,
    int Line,
    string Text,
    IReadOnlyList<Step> Steps
)
{
    public string Heading => HeadingPath.Count == 0 ? "" : HeadingPath[^1];
}

/// <summary>One thing to do, with the command that does it and what one should see.</summary>
/// <param name="Command">For a shell, without its prompt.</param>
[MemoryPackable]
public sealed partial record Step(string Text, string? Command = null, string? Expect = null)
{
    /// <summary>A block that belongs to the step and is not typed into a shell: a query, a file, an answer.</summary>
    public string? Code { get; init; }

    /// <summary>What language its code is marked with.</summary>
    public string? Language { get; init; }
}

/// <summary>A cause that a document names, with the check that tells it from the others and the pages it points to.</summary>
/// <param name="Text">One sentence.</param>
/// <param name="Anchor">Of the section that names it.</param>
/// <param name="Targets">Link targets as written, in order.</param>
[MemoryPackable]
public sealed partial record Cause(string Text, string Anchor, Step? Check, IReadOnlyList<string> Targets)
{
    /// <summary>Whether it only helped the failure along: it is told where the page names no cause, and no answer is made of it.</summary>
    [JsonIgnore]
    public bool IsContributing { get; init; }
}

/// <summary>A Markdown link as it is written.</summary>
/// <param name="Line">1-based line in the file.</param>
[MemoryPackable]
public sealed partial record PageLink(string Target, string Text, int Line);
