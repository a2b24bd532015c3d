using Knowledge.Api.Backups;

namespace Knowledge.Tests.Api.Backups;

public sealed class BackupScheduleTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 17, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Every = TimeSpan.FromHours(6);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    [Fact]
    public void The_next_one_is_due_an_interval_after_the_newest()
    {
        Assert.Equal(TimeSpan.Zero, BackupSchedule.UntilNext(null, Now, Every));
        Assert.Equal(TimeSpan.Zero, BackupSchedule.UntilNext(Now - Every, Now, Every));
        Assert.Equal(Tick, BackupSchedule.UntilNext(Now - Every + Tick, Now, Every));
        Assert.Equal(Every, BackupSchedule.UntilNext(Now, Now, Every));
        // The clock was ahead then, or is behind now: its age is not known.
        Assert.Equal(TimeSpan.Zero, BackupSchedule.UntilNext(Now + Tick, Now, Every));
    }

    [Fact]
    public void It_is_too_old_when_one_was_missed()
    {
        Assert.True(BackupSchedule.IsOld(null, Now, Every));
        Assert.False(BackupSchedule.IsOld(Now - 2 * Every, Now, Every));
        Assert.True(BackupSchedule.IsOld(Now - 2 * Every - Tick, Now, Every));
        Assert.False(BackupSchedule.IsOld(Now + Every, Now, Every));
        Assert.True(BackupSchedule.IsOld(Now + Every + Tick, Now, Every));
    }
}
