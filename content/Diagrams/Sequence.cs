namespace Knowledge.Content.Diagrams;

/// <summary>Who says what to whom, from the top to the bottom.</summary>
internal sealed record Sequence(string? Title, IReadOnlyList<string> Participants, IReadOnlyList<SequenceRow> Rows);

/// <param name="From">Place of a participant; of a note the first that it lies over.</param>
internal sealed record SequenceRow(SequenceRowKind Kind, int From, int To, string Text, bool IsDotted = false);

internal enum SequenceRowKind
{
    Message,
    Note,

    /// <summary>The beginning, another branch or the end of what happens again or only sometimes.</summary>
    Block,
}
