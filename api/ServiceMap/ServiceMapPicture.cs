using System.Globalization;
using Knowledge.Content.Text;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.ServiceMap;

/// <summary>The map in pixels.</summary>
/// <param name="Boxes">In the order in which one tabs through them: from left to right, from above.</param>
internal sealed record ServiceMapPicture(
    int Width,
    int Height,
    IReadOnlyList<ServiceMapPicture.Box> Boxes,
    IReadOnlyList<ServiceMapPicture.Arrow> Arrows
)
{
    public const int BoxWidth = 184;
    public const int BoxHeight = 46;
    private const int LayerWidth = 264;
    private const int Margin = 8;
    private const int NameCharacters = 25;

    /// <param name="Second">The line below its name.</param>
    internal sealed record Box(MapBox Of, int X, int Y, string Name, string Second);

    /// <param name="Path">As SVG writes it.</param>
    /// <param name="IsBack">It closes a circle.</param>
    internal sealed record Arrow(string From, string To, string Path, bool IsBack);

    public static ServiceMapPicture Of(ServiceMapView view)
    {
        var layout = LayeredLayout.Of(view.Boxes.Count, view.Arrows);
        var boxes = view
            .Boxes.Zip(layout.Places)
            .Select(b => new Box(
                b.First,
                Margin + b.Second.Layer * LayerWidth,
                (int)(Margin + b.Second.Y - BoxHeight / 2d),
                Sentences.Truncate(b.First.Name, NameCharacters),
                SecondLine(b.First)
            ))
            .ToList();
        var arrows = view
            .Arrows.Select(
                (arrow, i) =>
                    new Arrow(
                        view.Boxes[arrow.From].Name,
                        view.Boxes[arrow.To].Name,
                        Way(boxes[arrow.From], boxes[arrow.To], layout.Ways[i], layout.Back[i]),
                        layout.Back[i]
                    )
            )
            .ToList();
        return new(
            Math.Max(1, layout.Layers) * LayerWidth - (LayerWidth - BoxWidth) + 2 * Margin,
            (int)layout.Height + 2 * Margin,
            [.. boxes.OrderBy(b => b.X).ThenBy(b => b.Y)],
            arrows
        );
    }

    private static string SecondLine(MapBox box) =>
        string.Join(
            " · ",
            new[]
            {
                box.Firing > 0 ? T("▲ {0} firing", box.Firing) : null,
                box.IsGroup ? $"{box.Services.Count} {(box.Services.Count == 1 ? "service" : "services")}"
                : box.Services[0].Row is null ? T("not in the catalog")
                : Sentences.Truncate(box.Owner ?? T("No owner"), box.Firing > 0 ? 12 : NameCharacters),
            }.OfType<string>()
        );

    // From edge to edge, level at both ends; through the places that the layout kept free for it.
    private static string Way(Box from, Box to, IReadOnlyList<(int Layer, double Y)> passed, bool isBack)
    {
        var (start, end) = isBack ? (from.X, to.X + BoxWidth) : (from.X + BoxWidth, to.X);
        var path = $"M{start} {from.Y + BoxHeight / 2}";
        var (x, y) = ((double)start, from.Y + BoxHeight / 2d);
        foreach (var (layer, middle) in passed)
        {
            var (left, right) = (Margin + layer * LayerWidth, Margin + layer * LayerWidth + BoxWidth);
            var (enter, leave) = isBack ? (right, left) : (left, right);
            path += Curve(x, y, enter, Margin + middle) + $"L{leave} {Number(Margin + middle)}";
            (x, y) = (leave, Margin + middle);
        }
        return path + Curve(x, y, end, to.Y + BoxHeight / 2d);
    }

    private static string Curve(double x, double y, double toX, double toY)
    {
        var middle = Number((x + toX) / 2);
        return $"C{middle} {Number(y)} {middle} {Number(toY)} {Number(toX)} {Number(toY)}";
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
