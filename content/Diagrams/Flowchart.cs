namespace Knowledge.Content.Diagrams;

/// <summary>Boxes and the arrows between them.</summary>
/// <param name="IsAcross">From the left to the right, not from the top to the bottom.</param>
/// <param name="IsReversed">From the bottom to the top, or from the right to the left.</param>
internal sealed record Flowchart(bool IsAcross, bool IsReversed, IReadOnlyList<FlowNode> Nodes, IReadOnlyList<FlowLink> Links);

internal enum FlowShape
{
    Box,
    Round,
    Ellipse,
    Diamond,
    Hexagon,
}

/// <param name="Group">The name of the innermost group that it stands in.</param>
internal sealed record FlowNode(string Id, string Label, FlowShape Shape, string? Group);

/// <param name="From">Place of a node in the list of all.</param>
internal sealed record FlowLink(int From, int To, string Label, FlowLine Line, bool HasHead, bool HasTail);

internal enum FlowLine
{
    Plain,
    Dotted,
    Thick,

    /// <summary>It only says where its ends are placed.</summary>
    Hidden,
}
