using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Knowledge.Api.Ui;

/// <summary>An SVG <c>text</c> element, whose name Razor keeps for itself.</summary>
public sealed class PlotText : ComponentBase
{
    [Parameter, EditorRequired]
    public required int X { get; set; }

    [Parameter, EditorRequired]
    public required int Y { get; set; }

    [Parameter, EditorRequired]
    public required string Value { get; set; }

    /// <summary>The text ends at X in place of beginning there.</summary>
    [Parameter]
    public bool AtEnd { get; set; }

    /// <summary>It says what the plot is about, or a figure that is to be read first.</summary>
    [Parameter]
    public bool Strong { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", X.ToString(CultureInfo.InvariantCulture));
        builder.AddAttribute(2, "y", Y.ToString(CultureInfo.InvariantCulture));
        if (AtEnd)
            builder.AddAttribute(3, "text-anchor", "end");
        if (Strong)
            builder.AddAttribute(4, "class", "strong");
        builder.AddContent(5, Value);
        builder.CloseElement();
    }
}
