using System.Globalization;
using System.Text;
using Knowledge.Bench.Queries;

namespace Knowledge.Bench.Report;

/// <param name="Points">By number of sections, ascending.</param>
internal sealed record GrowthLine(string Name, IReadOnlyList<GrowthPoint> Points);

internal readonly record struct GrowthPoint(int Sections, double Milliseconds);

/// <summary>Draws how search time grows with the number of sections, both axes logarithmic, readable on light and dark pages.</summary>
internal static class GrowthPlot
{
    public static readonly string Kind = QueryKinds.OfWords(5);

    private const int Width = 740;
    private const int Height = 420;
    private const int Left = 76;
    private const int Right = 210;
    private const int Top = 44;
    private const int Bottom = 64;
    private const int LabelHeight = 18;

    // Okabe and Ito's colours, which people who confuse red and green tell apart; each with a marker of its own as well.
    private static readonly string[] Colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];

    private const string Style = """
          <title id="title">Median search time in milliseconds by number of sections, both axes logarithmic</title>
          <style>
            text { font: 14px system-ui, sans-serif; fill: #1f2328; }
            .name { font-weight: 600; }
            .grid { stroke: #d0d7de; }
            .page { fill: #ffffff; }
            @media (prefers-color-scheme: dark) {
              text { fill: #e6edf3; }
              .grid { stroke: #3d444d; }
              .page { fill: #0d1117; }
            }
          </style>

        """;

    /// <summary>The first way of searching of each engine.</summary>
    public static IReadOnlyList<GrowthLine> Lines(Results results) =>
        [
            .. results
                .Peers.Where(p => p.Searches.Count > 0 && p.Searches[0].Of(Kind) is not null)
                .GroupBy(p => p.Name)
                .Select(g => new GrowthLine(
                    g.Key,
                    [.. g.OrderBy(p => p.Size).Select(p => new GrowthPoint(p.Size, p.Searches[0].Of(Kind)!.Median))]
                )),
        ];

    public static string Draw(IReadOnlyList<GrowthLine> lines)
    {
        var points = lines.SelectMany(l => l.Points).ToList();
        if (points.Count == 0)
            throw new ArgumentException("There is nothing to draw.", nameof(lines));
        var x = Axis.Over(points.Select(p => (double)p.Sections), Left, Width - Right);
        var y = Axis.Over(points.Select(p => p.Milliseconds), Height - Bottom, Top);

        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" "
                + $"viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" aria-labelledby=\"title\">\n"
        );
        svg.Append(Style)
            .Append(
                CultureInfo.InvariantCulture,
                $"  <rect class=\"page\" width=\"{Width}\" height=\"{Height}\"/>\n"
                    + $"  <text class=\"name\" x=\"{Left}\" y=\"24\">Median of {Kind}, top 20, one thread</text>\n"
            );
        foreach (var power in x.Powers)
            svg.Append(
                CultureInfo.InvariantCulture,
                $"  <line class=\"grid\" x1=\"{x.At(power):0.#}\" y1=\"{Top}\" x2=\"{x.At(power):0.#}\" y2=\"{Height - Bottom}\"/>\n"
                    + $"  <text x=\"{x.At(power):0.#}\" y=\"{Height - Bottom + 22}\" text-anchor=\"middle\">{power:#,##0}</text>\n"
            );
        foreach (var power in y.Powers)
            svg.Append(
                CultureInfo.InvariantCulture,
                $"  <line class=\"grid\" x1=\"{Left}\" y1=\"{y.At(power):0.#}\" x2=\"{Width - Right}\" y2=\"{y.At(power):0.#}\"/>\n"
                    + $"  <text x=\"{Left - 8}\" y=\"{y.At(power) + 5:0.#}\" text-anchor=\"end\">{power:#,##0.####}</text>\n"
            );
        svg.Append(
            CultureInfo.InvariantCulture,
            $"  <text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 16}\" text-anchor=\"middle\">sections</text>\n"
        );
        svg.Append(
            CultureInfo.InvariantCulture,
            $"  <text transform=\"translate(20 {(Top + Height - Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">milliseconds</text>\n"
        );

        var labels = LabelPlaces([.. lines.Select(l => y.At(l.Points[^1].Milliseconds))]);
        for (var i = 0; i < lines.Count; i++)
        {
            var (line, colour) = (lines[i], Colours[i % Colours.Length]);
            var places = line.Points.Select(p => (X: x.At(p.Sections), Y: y.At(p.Milliseconds))).ToList();
            var coordinates = places.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.#},{p.Y:0.#}"));
            svg.Append(
                CultureInfo.InvariantCulture,
                $"  <polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.5\" points=\"{string.Join(' ', coordinates)}\"/>\n"
            );
            foreach (var place in places)
                svg.Append(Marker(i, place.X, place.Y, colour));
            svg.Append(Marker(i, Width - Right + 20, labels[i] - 5, colour));
            svg.Append(
                CultureInfo.InvariantCulture,
                $"  <text x=\"{Width - Right + 32}\" y=\"{labels[i]:0.#}\">{Escape(line.Name)}, "
                    + $"{Figures.Milliseconds(line.Points[^1].Milliseconds)} ms</text>\n"
            );
        }
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>Heights for labels beside the given heights, so far moved that none stands on another.</summary>
    public static double[] LabelPlaces(IReadOnlyList<double> heights)
    {
        var places = new double[heights.Count];
        var next = double.NegativeInfinity;
        foreach (var i in Enumerable.Range(0, heights.Count).OrderBy(i => heights[i]))
        {
            places[i] = Math.Max(heights[i] + 5, next);
            next = places[i] + LabelHeight;
        }
        return places;
    }

    private static string Marker(int number, double x, double y, string colour) =>
        FormattableString.Invariant(
            (number % 4) switch
            {
                0 => $"  <circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"5\" fill=\"{colour}\"/>\n",
                1 => $"  <rect x=\"{x - 4.5:0.#}\" y=\"{y - 4.5:0.#}\" width=\"9\" height=\"9\" fill=\"{colour}\"/>\n",
                2 => $"  <path d=\"M{x:0.#} {y - 6:0.#}l6 11h-12z\" fill=\"{colour}\"/>\n",
                _ => $"  <path d=\"M{x:0.#} {y - 6:0.#}l6 6l-6 6l-6 -6z\" fill=\"{colour}\"/>\n",
            }
        );

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    /// <summary>From a value to a place, by powers of ten.</summary>
    /// <param name="Low">Exponent at <paramref name="From"/>.</param>
    internal readonly record struct Axis(int Low, int High, double From, double To)
    {
        public IEnumerable<double> Powers => Enumerable.Range(Low, High - Low + 1).Select(e => Math.Pow(10, e));

        /// <summary>The powers of ten around the values, at least one step apart.</summary>
        public static Axis Over(IEnumerable<double> values, double from, double to)
        {
            var exponents = values
                .Select(v =>
                    v > 0 ? Math.Log10(v) : throw new ArgumentException("A logarithmic axis needs values above 0.", nameof(values))
                )
                .ToList();
            var (low, high) = ((int)Math.Floor(exponents.Min()), (int)Math.Ceiling(exponents.Max()));
            return new(low, Math.Max(high, low + 1), from, to);
        }

        public double At(double value) => From + (Math.Log10(value) - Low) / (High - Low) * (To - From);
    }
}
