using Knowledge.Indexer.Reports;

namespace Knowledge.Tests.Indexer.Reports;

public sealed class DebtHistoryTests : IDisposable
{
    private static readonly DateOnly Day = new(2026, 11, 2);
    private readonly string directory = Directory.CreateTempSubdirectory("kb-debt-").FullName;

    [Fact]
    public void Keeps_one_figure_a_day_the_last_one()
    {
        Assert.Empty(DebtHistory.Read(directory));
        Assert.Null(DebtHistory.Record(directory, Of(Day, 9)));
        Assert.Null(DebtHistory.Record(directory, Of(Day.AddDays(1), 7)));
        Assert.Null(DebtHistory.Record(directory, Of(Day.AddDays(1), 5)));
        var days = DebtHistory.Read(directory);
        Assert.Equal([(Day, 9), (Day.AddDays(1), 5)], days.Select(d => (d.Day, d.Score)));
        Assert.Equal(new(DebtStatus.Dead, 1), Assert.Single(days[0].ByStatus));
        Assert.Equal([DebtHistory.FileName], Directory.EnumerateFiles(directory).Select(Path.GetFileName));
    }

    [Fact]
    public void A_damaged_line_costs_that_day_only()
    {
        DebtHistory.Record(directory, Of(Day, 9));
        File.AppendAllText(Path.Combine(directory, DebtHistory.FileName), "{\"day\": \"2026-\nnull\n[]\n");
        Assert.Null(DebtHistory.Record(directory, Of(Day.AddDays(1), 5)));
        Assert.Equal([9, 5], DebtHistory.Read(directory).Select(d => d.Score));
    }

    [Fact]
    public void Where_it_cannot_be_kept_one_line_says_so() =>
        Assert.Contains("cannot write", DebtHistory.Record(Path.Combine(directory, "absent"), Of(Day, 1)), StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private static DebtDay Of(DateOnly day, int score) => new(day, 1, score, [new(DebtStatus.Dead, 1)]);
}
