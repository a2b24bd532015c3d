namespace Knowledge.Content.Diagrams;

/// <summary>
/// Drawings that are written as text in Mermaid's language, made into pictures without a script. Flowcharts and sequences are drawn; what
/// is not understood in one, and any other kind, is not drawn at all, so that no picture says less than its text.
/// </summary>
/// <remarks>Shape: https://mermaid.js.org/syntax/flowchart.html and https://mermaid.js.org/syntax/sequenceDiagram.html.</remarks>
public static class Diagram
{
    /// <summary>Characters of a drawing; a longer one stays text.</summary>
    public const int MaxCharacters = 20_000;

    /// <summary>An <c>svg</c> element without script, style and address; null where the text is shown instead.</summary>
    public static string? Svg(string text)
    {
        if (text.Length > MaxCharacters)
            return null;
        var body = DiagramText.WithoutSettings(text);
        var first = body.TrimStart();
        return first.StartsWith("graph", StringComparison.Ordinal) || first.StartsWith("flowchart", StringComparison.Ordinal)
            ? FlowchartReader.Read(body) is { } chart
                ? FlowchartSvg.Of(chart)
                : null
            : first.StartsWith("sequenceDiagram", StringComparison.Ordinal) && SequenceReader.Read(body) is { } sequence
                ? SequenceSvg.Of(sequence)
                : null;
    }
}
