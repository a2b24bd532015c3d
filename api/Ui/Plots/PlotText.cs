using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Knowledge.Api.Ui.Plots;

/// <summary>An SVG <c>text</c> element, whose name Razor keeps for itself.</summary>
public sealed class PlotText : ComponentBase
{
    [Parameter, EditorRequired]
    public required PlotLabel Label { get; set; }

    /// <summary>Places are the picture's own units, not percent of its width.</summary>
    [Parameter]
    public bool InUnits { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", Label.X.ToString("0.##", CultureInfo.InvariantCulture) + (InUnits ? "" : "%"));
        builder.AddAttribute(2, "y", Label.Y.ToString(CultureInfo.InvariantCulture));
        if (Label.Shift != 0)
            builder.AddAttribute(3, "dx", Label.Shift.ToString(CultureInfo.InvariantCulture));
        if (Label.Anchor != PlotAnchor.Start)
            builder.AddAttribute(4, "text-anchor", Label.Anchor == PlotAnchor.Middle ? "middle" : "end");
        if (Label.Strong)
            builder.AddAttribute(5, "class", "strong");
        builder.AddContent(6, Label.Text);
        builder.CloseElement();
    }
}
