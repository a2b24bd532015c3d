using Knowledge.Api.Assistant;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Knowledge.Tests.Api.Assistant;

public sealed class TokenBudgetTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("kb-budget-").FullName;
    private readonly FakeTimeProvider time = new(new(2026, 11, 29, 23, 59, 0, TimeSpan.Zero));

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private TokenBudget Open() => new(directory, 1000, time, NullLogger.Instance);

    [Fact]
    public void What_was_spent_is_spent_after_a_restart_too_until_the_day_is_over()
    {
        var budget = Open();
        Assert.True(budget.TryTake(600));
        Assert.False(budget.TryTake(401));
        Assert.True(budget.TryTake(400));
        Assert.Equal(0, Open().Left);
        Assert.False(Open().TryTake(1));

        time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(Open().TryTake(1));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1000, Open().Left);
        Assert.True(budget.TryTake(1000));
    }

    [Fact]
    public void An_estimate_is_put_right()
    {
        var budget = Open();
        Assert.True(budget.TryTake(900));
        budget.Settle(900, 120);
        Assert.Equal(880, budget.Left);
        Assert.Equal(880, Open().Left);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"Day":"2026-11-29","Tokens":-5}""")]
    public void What_cannot_be_read_counts_as_spent_today(string text)
    {
        File.WriteAllText(Path.Combine(directory, TokenBudget.FileName), text);
        var budget = Open();
        Assert.False(budget.TryTake(1));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(budget.TryTake(1));
    }

    [Fact]
    public void What_cannot_be_written_is_not_spent()
    {
        var budget = new TokenBudget(Path.Combine(directory, "file", "below"), 1000, time, NullLogger.Instance);
        File.WriteAllText(Path.Combine(directory, "file"), "");
        Assert.False(budget.TryTake(1));
    }
}
