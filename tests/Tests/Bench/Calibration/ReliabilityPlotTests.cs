using System.Globalization;
using System.Xml.Linq;
using Knowledge.Bench.Calibration;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Bench.Calibration;

public sealed class ReliabilityPlotTests : IDisposable
{
    private readonly Fixture files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void Questions_are_counted_by_tenths_of_what_was_said()
    {
        var steps = ReliabilityPlot.Of([(0.11, false), (0.19, true), (0.95, true), (1, true), (0.5, false)]);
        Assert.Equal([2, 1, 2], steps.Select(s => s.Count));
        Assert.Equal([0.5, 0, 1], steps.Select(s => s.Right));
        Assert.Equal(0.15, steps[0].Said, 3);
        Assert.Empty(ReliabilityPlot.Of([]));
    }

    [Fact]
    public void A_picture_has_a_point_for_each_step_of_each_kind_that_was_given()
    {
        var signs = string.Join('\t', AnswerSigns.Names.Select(n => n == "page" ? "1" : "0"));
        var none = string.Join('\t', AnswerSigns.Names.Select(_ => "0"));
        files.With("a.tsv", $"q1\t1\t{signs}\nq2\t0\t{none}\n").With("b.tsv", $"q1\t1\t{signs}\n");
        var plot = Path.Combine(files.Directory, "plot.svg");

        ReliabilityPlot.Run(plot, ["words=" + Path.Combine(files.Directory, "a.tsv"), "encoder=" + Path.Combine(files.Directory, "b.tsv")]);

        var svg = XDocument.Load(plot).Root!;
        Assert.Equal(3, svg.Elements().Count(e => e.Name.LocalName == "circle"));
        Assert.Equal(2, svg.Elements().Count(e => e.Name.LocalName == "polyline"));
        Assert.DoesNotContain(CultureInfo.InvariantCulture.NumberFormat.NaNSymbol, svg.ToString(), StringComparison.Ordinal);
    }
}
