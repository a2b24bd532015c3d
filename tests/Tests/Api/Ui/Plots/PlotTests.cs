using Knowledge.Api.Overview;
using Knowledge.Api.Postmortems;
using Knowledge.Api.Ui.Plots;
using Knowledge.Indexer.Postmortems;
using Knowledge.Indexer.Reports;

namespace Knowledge.Tests.Api.Ui.Plots;

/// <summary>What is drawn is what was counted; what nobody counted is neither none nor left out.</summary>
public sealed class PlotTests
{
    private static readonly DateOnly Today = new(2026, 11, 29);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(5, 5)]
    [InlineData(6, 3)]
    [InlineData(1_234, 2)]
    [InlineData(10_000_000, 5)]
    public void A_scale_has_few_round_steps_from_zero(double most, int ticks)
    {
        var axis = PlotAxis.OfCounts(most);
        Assert.Equal(ticks, axis.Ticks.Count);
        Assert.Equal(Math.Max(1, most), axis.Top);
        Assert.All(axis.Ticks, t => Assert.Equal(0, t % axis.Ticks[0]));
    }

    [Fact]
    public void Names_below_columns_never_meet()
    {
        var plot = ColumnPlot.Of(
            "t",
            "x",
            "Day",
            PlotAxis.OfCounts(1),
            [new("a", "f-1")],
            [.. Enumerable.Range(0, 77).Select(i => new PlotColumn($"{i}", $"{i}", [1]))]
        );
        var below = plot.Labels.Where(l => l.Y > ColumnPlot.Height).ToList();
        Assert.Equal(4, below.Count);
        Assert.All(below.Zip(below.Skip(1)), p => Assert.InRange(p.Second.X - p.First.X, 25, 100));
    }

    [Fact]
    public void A_single_series_needs_no_legend_and_an_unknown_one_does()
    {
        PlotPicture Of(double? value) => ColumnPlot.Of("t", "x", "Day", PlotAxis.OfCounts(1), [new("a", "f-1")], [new("n", "n", [value])]);
        Assert.Empty(Of(0).Keys);
        Assert.Empty(Of(0).Shapes);
        Assert.Equal(["a", "Not known"], Of(null).Keys.Select(k => k.Name));
    }

    [Fact]
    public void The_longest_bar_leaves_room_for_its_figure_and_names_are_cut()
    {
        var plot = BarPlot.Of(
            "t",
            "x",
            "Row",
            [new("a", "f-1")],
            [new(new('w', 200), [8], "8"), new("b", [4], "4"), new("c", [0], "none")]
        );
        Assert.Equal([BarPlot.Longest, BarPlot.Longest / 2], plot.Shapes.Select(s => s.Width));
        Assert.All(plot.Labels, l => Assert.InRange(l.Text.Length, 1, 46));
        // The table has it whole.
        Assert.Equal(200, plot.Rows[0][0].Length);
        Assert.Equal("none", plot.Labels[^1].Text);
        Assert.Equal(3 * BarPlot.RowHeight, plot.Height);
    }

    [Fact]
    public void Weeks_begin_with_the_first_words_and_never_before_what_is_kept()
    {
        static DateTimeOffset At(int day) => new(new DateTime(2026, 11, day, 23, 59, 0), TimeSpan.Zero);
        var plot = UnansweredPlot.Of([At(8), At(9), At(9), At(28)], Today, TimeSpan.FromDays(400))!;
        Assert.Equal(
            [
                ["Week of 2 Nov 2026", "1"],
                ["Week of 9 Nov 2026", "2"],
                ["Week of 16 Nov 2026", "0"],
                ["Week of 23 Nov 2026", "1"],
            ],
            plot.Rows
        );
        // What was asked before is deleted from then on: that week is not whole.
        Assert.Equal("Week of 16 Nov 2026", UnansweredPlot.Of([At(8), At(28)], Today, TimeSpan.FromDays(14))!.Rows[0][0]);
        Assert.Null(UnansweredPlot.Of([], Today, null));
        Assert.Equal(UnansweredPlot.MaxWeeks, UnansweredPlot.Of([At(1).AddYears(-3), At(28)], Today, null)!.Rows.Count);
        // A clock that was wrong.
        Assert.Null(UnansweredPlot.Of([At(28).AddYears(1)], Today, null));
    }

    [Fact]
    public void Actions_are_as_old_as_their_incident_and_without_a_date_of_an_age_that_nobody_knows()
    {
        var plot = ActionAgesPlot.Of(
            [
                Action(Today.AddDays(-6)),
                Action(Today.AddDays(-7), due: Today.AddDays(-1)),
                Action(Today.AddDays(-400)),
                Action(null, due: Today.AddDays(1)),
                Action(Today, state: ActionState.Done),
                Action(Today, state: ActionState.NotSaid),
            ],
            Today
        )!;
        Assert.Equal(["Under a week", "0", "0", "1"], plot.Rows[0]);
        Assert.Equal(["1 to 4 weeks", "1", "0", "0"], plot.Rows[1]);
        Assert.Equal(["Over a year", "0", "0", "1"], plot.Rows[5]);
        Assert.Equal(["Not known: the postmortem has no date", "0", "1", "0"], plot.Rows[6]);
        Assert.Equal(6, ActionAgesPlot.Of([Action(Today)], Today)!.Rows.Count);
        Assert.Null(ActionAgesPlot.Of([Action(Today, state: ActionState.Done)], Today));
    }

    [Fact]
    public void Minutes_that_nobody_counted_are_not_drawn_as_none()
    {
        static DeadEndRegister.DeadEnd End(string what, int? minutes) => new(what, [], [], minutes, 1, null, []);
        var plot = LostMinutesPlot.Of([End("Slow database", 1_200), End("Firewall", 0), End("Login", null)])!;
        Assert.Equal(
            [
                ["Slow database", "1,200 min"],
                ["Firewall", "0 min"],
            ],
            plot.Rows
        );
        Assert.Null(LostMinutesPlot.Of([End("Login", null)]));
    }

    [Fact]
    public void The_backlog_is_drawn_from_the_second_day_on_and_days_before_actions_were_counted_are_left_out()
    {
        static DebtDay Day(int day, ActionCount? actions) => new(new(2026, 11, day), 0, 0, [], actions);
        Assert.Null(BacklogPlot.Of([Day(1, null), Day(2, new(1, 0, 0))]));
        var plot = BacklogPlot.Of([Day(1, null), Day(2, new(5, 2, 0)), Day(3, new(4, 0, 1))])!;
        Assert.Equal(
            [
                ["2 Nov 2026", "2", "3"],
                ["3 Nov 2026", "0", "4"],
            ],
            plot.Rows
        );
    }

    private static TrackedAction Action(DateOnly? date, DateOnly? due = null, ActionState state = ActionState.Open) =>
        new("a", "d", null, "P", date, "/", "Do it", false, state, null, due, due < Today, null, []);
}
