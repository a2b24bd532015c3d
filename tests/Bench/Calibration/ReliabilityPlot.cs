using System.Globalization;
using System.Text;
using Knowledge.Indexer.Embeddings;

namespace Knowledge.Bench.Calibration;

/// <summary>
/// Draws how often the first page was right against how likely it was said to be, in ten steps, from what <c>kb eval --signs</c>
/// wrote: on the diagonal a probability is one.
/// </summary>
internal static class ReliabilityPlot
{
    private const int Steps = 10;
    private const int Side = 320;
    private const int Margin = 48;
    private const int MaxRadius = 13;

    private static readonly (string Kind, string Colour, FusionWeights? Weights)[] Kinds =
    [
        ("words", "#8a6d00", null),
        ("table", "#0b6e4f", FusionWeights.Table),
        ("encoder", "#1f4fa3", FusionWeights.Encoder),
    ];

    internal sealed record Step(double Said, double Right, int Count);

    /// <param name="files">Of one kind each: <c>words=FILE</c>, <c>table=FILE</c>, <c>encoder=FILE</c>.</param>
    public static void Run(string into, IReadOnlyList<string> files) => File.WriteAllText(into, Draw(files));

    /// <summary>Questions by how likely an answer was said to be; steps without a question are left out.</summary>
    public static IReadOnlyList<Step> Of(IEnumerable<(double Said, bool IsRight)> questions) =>
        [
            .. questions
                .GroupBy(q => Math.Min(Steps - 1, (int)(q.Said * Steps)))
                .OrderBy(g => g.Key)
                .Select(g => new Step(g.Average(q => q.Said), g.Average(q => q.IsRight ? 1.0 : 0), g.Count())),
        ];

    private static string Draw(IReadOnlyList<string> files)
    {
        var svg = new StringBuilder(
            Invariant(
                $"""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Side + 2 * Margin + 90} {Side + 2 * Margin}"
                  font-family="sans-serif" font-size="12">
                <title>How often the first page is right, by how likely it is said to be</title>
                <rect x="{Margin}" y="{Margin}" width="{Side}" height="{Side}" fill="#fff" stroke="#888"/>
                <line x1="{X(0)}" y1="{Y(0)}" x2="{X(1)}" y2="{Y(1)}" stroke="#888" stroke-dasharray="4 4"/>

                """
            )
        );
        for (var tenth = 0; tenth <= Steps; tenth += 2)
        {
            var at = tenth / (double)Steps;
            svg.AppendLine(Invariant($"""<text x="{X(at)}" y="{Y(0) + 18}" text-anchor="middle">{at:0.0}</text>"""));
            svg.AppendLine(Invariant($"""<text x="{X(0) - 8}" y="{Y(at) + 4}" text-anchor="end">{at:0.0}</text>"""));
        }
        svg.AppendLine(Invariant($"""<text x="{X(0.5)}" y="{Y(0) + 38}" text-anchor="middle">said to be right</text>"""));
        svg.AppendLine(Invariant($"""<text x="14" y="{Y(0.5)}" text-anchor="middle" transform="rotate(-90 14 {Y(0.5)})">right</text>"""));
        foreach (var (index, (kind, colour, weights)) in Kinds.Index())
        {
            var calibration = Indexer.Search.Calibration.For(weights);
            var steps = Of(
                files
                    .Where(f => f.StartsWith(kind + "=", StringComparison.Ordinal))
                    .SelectMany(f => File.ReadLines(f[(kind.Length + 1)..]))
                    .Select(l => l.Split('\t'))
                    .Select(c => (calibration.Probability([.. c.Skip(2).Select(Number)]), c[1] == "1"))
            );
            if (steps.Count == 0)
                continue;
            var most = steps.Max(s => s.Count);
            var path = string.Join(' ', steps.Select(s => Invariant($"{X(s.Said):0.#},{Y(s.Right):0.#}")));
            svg.AppendLine(Invariant($"""<polyline points="{path}" fill="none" stroke="{colour}"/>"""));
            foreach (var step in steps)
                svg.AppendLine(
                    Invariant(
                        $"""
                        <circle cx="{X(step.Said):0.#}" cy="{Y(step.Right):0.#}" r="{2
                            + MaxRadius * Math.Sqrt(step.Count / (double)most):0.#}"
                          fill="{colour}" fill-opacity="0.4">
                          <title>{kind}: {step.Count} questions, said {step.Said:0.00}, right {step.Right:0.00}</title>
                        </circle>
                        """
                    )
                );
            svg.AppendLine(Invariant($"""<text x="{X(1) + 12}" y="{Margin + 16 + 18 * index}" fill="{colour}">{kind}</text>"""));
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static double X(double share) => Margin + share * Side;

    private static double Y(double share) => Margin + (1 - share) * Side;

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
