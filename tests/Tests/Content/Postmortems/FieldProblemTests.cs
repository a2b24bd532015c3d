using Knowledge.Content.Postmortems;

namespace Knowledge.Tests.Content.Postmortems;

public sealed class FieldProblemTests
{
    [Theory]
    [InlineData("2026-03-02 03:71", "71 is not a minute")]
    [InlineData("2026-03-02 24:00", "24 is not an hour")]
    [InlineData("2026-02-30 04:10", "30 is not a day of that month")]
    [InlineData("2026-13-02 04:10", "13 is not a month")]
    [InlineData("yesterday at four", "is not a time. Write it as")]
    [InlineData("03/02/2026 4:10", "is not a time. Write it as")]
    public void What_is_no_time_says_what_is_wrong_and_how_it_is_written(string text, string said)
    {
        var problem = FieldProblem.WrongTime(text);
        Assert.Contains(said, problem, StringComparison.Ordinal);
        Assert.Contains($"“{text}”", problem, StringComparison.Ordinal);
        Assert.Contains("2026-03-02 07:31", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("2026-03-02 04:10")]
    [InlineData("2026-03-02T04:10:00Z")]
    [InlineData("2026-03-02 05:10 +01:00")]
    [InlineData("2026-03-02 04:10Z")]
    public void A_time_in_any_of_its_shapes_is_none(string text) => Assert.Null(FieldProblem.WrongTime(text));

    [Fact]
    public void Each_field_of_a_form_is_looked_at_and_named_by_its_row()
    {
        var problems = FieldProblem.Of(
            new Dictionary<string, IReadOnlyList<IReadOnlyList<string>>>
            {
                ["title"] =
                [
                    ["2026-99-99"],
                ],
                ["date"] =
                [
                    ["2026-02-30"],
                ],
                ["dead-ends"] =
                [
                    ["cache", "no", "20"],
                    ["firewall", "no", "half an hour"],
                ],
                ["surfaces"] =
                [
                    ["code", "open", "", "data", "soon", ""],
                ],
            }
        );
        Assert.Equal(
            [("date", "", 0, "2026-02-30"), ("dead-ends", "minutes-lost", 1, "half an hour"), ("surfaces", "due", 0, "soon")],
            problems.Select(p => (p.Key, p.Column, p.Row, p.Value))
        );
    }
}
