using CsCheck;
using Knowledge.Api.ServiceMap;

namespace Knowledge.Tests.Api.ServiceMap;

public sealed class LayeredLayoutTests
{
    [Fact]
    public void What_is_needed_stands_to_the_right()
    {
        // web needs api and gateway, api needs db, batch needs db.
        var layout = LayeredLayout.Of(5, [(0, 1), (0, 2), (1, 3), (4, 3)]);
        Assert.Equal([0, 1, 1, 2, 1], layout.Places.Select(p => p.Layer));
        Assert.Equal(3, layout.Layers);
        Assert.DoesNotContain(true, layout.Back);
    }

    [Fact]
    public void A_circle_is_opened_at_one_edge_that_leads_back()
    {
        var layout = LayeredLayout.Of(4, [(0, 1), (1, 2), (2, 0), (3, 0)]);
        Assert.Equal([false, false, true, false], layout.Back);
        Assert.Equal([1, 2, 3, 0], layout.Places.Select(p => p.Layer));
    }

    [Fact]
    public void Arrows_that_need_not_cross_do_not()
    {
        var layout = LayeredLayout.Of(4, [(0, 3), (1, 2)]);
        Assert.Equal(layout.Places[0].Y < layout.Places[1].Y, layout.Places[3].Y < layout.Places[2].Y);
    }

    [Fact]
    public void An_arrow_over_layers_passes_between_their_boxes()
    {
        var layout = LayeredLayout.Of(3, [(0, 1), (1, 2), (0, 2)]);
        var passed = Assert.Single(layout.Ways[2]);
        Assert.Equal(1, passed.Layer);
        Assert.True(Math.Abs(passed.Y - layout.Places[1].Y) >= (LayeredLayout.NodeRoom + LayeredLayout.EdgeRoom) / 2d - .001);
        Assert.Empty(layout.Ways[0]);
    }

    [Fact]
    public void Nothing_is_nothing() => Assert.Equal((0, 0d), (LayeredLayout.Of(0, []).Layers, LayeredLayout.Of(0, []).Height));

    [Fact]
    public void Any_graph_is_placed_without_boxes_in_each_other()
    {
        var circles = 0;
        Gen.Select(Gen.Int[1, 60], Gen.Select(Gen.Int[0, 59], Gen.Int[0, 59]).List[0, 150])
            .Sample(
                (nodes, pairs) =>
                {
                    var edges = pairs
                        .Select(p => (From: p.Item1 % nodes, To: p.Item2 % nodes))
                        .Where(e => e.From != e.To)
                        .Distinct()
                        .ToList();
                    var layout = LayeredLayout.Of(nodes, edges);
                    foreach (var layer in layout.Places.GroupBy(p => p.Layer))
                    {
                        var heights = layer.Select(p => p.Y).Order().ToList();
                        Assert.All(
                            heights,
                            y => Assert.InRange(y, LayeredLayout.NodeRoom / 2d, layout.Height - LayeredLayout.NodeRoom / 2d)
                        );
                        Assert.All(heights.Zip(heights.Skip(1)), p => Assert.True(p.Second - p.First >= LayeredLayout.NodeRoom - .001));
                    }
                    foreach (var (i, (from, to)) in edges.Index())
                    {
                        var (left, right) = (layout.Places[from].Layer, layout.Places[to].Layer);
                        Assert.Equal(layout.Back[i], left > right);
                        Assert.NotEqual(left, right);
                        Assert.Equal(Math.Abs(left - right) - 1, layout.Ways[i].Count);
                    }
                    if (layout.Back.Contains(true))
                        Interlocked.Increment(ref circles);
                },
                iter: 500
            );
        Assert.True(circles > 50);
    }
}
