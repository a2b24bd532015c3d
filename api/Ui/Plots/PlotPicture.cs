namespace Knowledge.Api.Ui.Plots;

/// <summary>What is drawn in one colour.</summary>
/// <param name="Style">Name of the class that fills it.</param>
public sealed record PlotSeries(string Name, string Style)
{
    /// <summary>Where nobody counted: no height, but a mark, so that it is not taken for none.</summary>
    public static PlotSeries Unknown { get; } = new("Not known", "f-unknown");
}

/// <summary>
/// A plot that is laid out: horizontal measures in percent of its width, vertical ones in pixels, so that words keep their size on
/// every screen. y grows downwards.
/// </summary>
/// <param name="Title">What it shows.</param>
/// <param name="Text">What one should know to read it, for those who hear it.</param>
/// <param name="HasAxis">There is a scale at its left edge.</param>
/// <param name="Keys">What the colours mean.</param>
/// <param name="Head">Of the table with the same figures; the first names the rows.</param>
/// <param name="Rows">Of that table.</param>
public sealed record PlotPicture(
    string Title,
    string Text,
    int Height,
    bool HasAxis,
    IReadOnlyList<PlotShape> Shapes,
    IReadOnlyList<PlotLine> Lines,
    IReadOnlyList<PlotLabel> Labels,
    IReadOnlyList<PlotSeries> Keys,
    IReadOnlyList<string> Head,
    IReadOnlyList<IReadOnlyList<string>> Rows
);

/// <summary>A rectangle.</summary>
/// <param name="Title">What it stands for, with its figure.</param>
public sealed record PlotShape(string Style, double X, double Y, double Width, double Height, string Title);

/// <summary>A line over the whole width.</summary>
/// <param name="Title">What it stands for; null for a line of the scale.</param>
public sealed record PlotLine(string Style, double Y, string? Title = null);

/// <param name="X">In percent.</param>
/// <param name="Shift">From there, in pixels.</param>
public sealed record PlotLabel(double X, int Y, string Text, int Shift = 0, PlotAnchor Anchor = PlotAnchor.Start, bool Strong = false);

/// <summary>Which end of a text stands at its place.</summary>
public enum PlotAnchor
{
    Start,
    Middle,
    End,
}
