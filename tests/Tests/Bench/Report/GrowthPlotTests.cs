using System.Globalization;
using System.Xml.Linq;
using Knowledge.Bench.Report;

namespace Knowledge.Tests.Bench.Report;

public class GrowthPlotTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly List<GrowthLine> Lines =
    [
        new("Ours & <more>", [new(10_000, 0.03), new(100_000, 0.2), new(1_000_000, 1.5)]),
        new("Other", [new(10_000, 7), new(100_000, 190), new(1_000_000, 2_000)]),
    ];

    [Fact]
    public void Each_line_has_a_point_per_size_inside_the_picture()
    {
        var plot = XDocument.Parse(GrowthPlot.Draw(Lines)).Root!;
        var (width, height) = (Number(plot, "width"), Number(plot, "height"));

        var lines = plot.Elements(Svg + "polyline").Select(l => Points(l)).ToList();

        Assert.Equal(2, lines.Count);
        Assert.All(lines, l => Assert.Equal(3, l.Count));
        Assert.All(lines.SelectMany(l => l), p => Assert.True(p.X > 0 && p.X < width && p.Y > 0 && p.Y < height));
        // Ten times as much is the same step everywhere, and more time is higher.
        Assert.Equal(lines[0][1].X - lines[0][0].X, lines[0][2].X - lines[0][1].X, 0.2);
        Assert.True(lines[0][0].Y > lines[0][2].Y);
        Assert.True(lines[0][2].Y > lines[1][2].Y);
    }

    [Fact]
    public void It_says_what_it_shows_and_follows_a_dark_page()
    {
        var text = GrowthPlot.Draw(Lines);
        var plot = XDocument.Parse(text).Root!;
        var labels = plot.Elements(Svg + "text").Select(t => t.Value).ToList();

        Assert.Contains("sections", labels);
        Assert.Contains("milliseconds", labels);
        Assert.Contains("1,000,000", labels);
        Assert.Contains("0.01", labels);
        Assert.Contains("Ours & <more>, 1.50 ms", labels);
        Assert.NotEmpty(plot.Element(Svg + "title")!.Value);
        Assert.Contains("prefers-color-scheme: dark", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_do_not_stand_on_each_other()
    {
        var places = GrowthPlot.LabelPlaces([100, 102, 101, 300]).Order().ToList();

        Assert.All(places.Zip(places.Skip(1)), p => Assert.True(p.Second - p.First >= 18));
    }

    [Fact]
    public void An_axis_ends_with_powers_of_ten()
    {
        var axis = GrowthPlot.Axis.Over([0.03, 2_000], from: 400, to: 0);

        Assert.Equal([0.01, 0.1, 1, 10, 100, 1_000, 10_000], axis.Powers.Select(p => Math.Round(p, 6)));
        Assert.Equal(400, axis.At(0.01), 6);
        Assert.Equal(200, axis.At(10), 6);
        Assert.Equal(0, axis.At(10_000), 6);
    }

    [Fact]
    public void One_size_has_an_axis_too() => Assert.Equal([10, 100], GrowthPlot.Axis.Over([10, 10], 0, 1).Powers);

    [Fact]
    public void Zero_cannot_be_drawn() => Assert.Throws<ArgumentException>(() => GrowthPlot.Axis.Over([0, 1], 0, 1));

    private static double Number(XElement element, string name) =>
        double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private static List<(double X, double Y)> Points(XElement line) =>
        [
            .. line.Attribute("points")!
                .Value.Split(' ')
                .Select(p => p.Split(','))
                .Select(p => (double.Parse(p[0], CultureInfo.InvariantCulture), double.Parse(p[1], CultureInfo.InvariantCulture))),
        ];
}
