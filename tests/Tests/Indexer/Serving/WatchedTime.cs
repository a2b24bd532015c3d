using Microsoft.Extensions.Time.Testing;

namespace Knowledge.Tests.Indexer.Serving;

/// <summary>A clock that is moved by hand, and that knows how many wait for it.</summary>
internal sealed class WatchedTime : FakeTimeProvider
{
    private int waiting;

    public WatchedTime()
        : base(new DateTimeOffset(2026, 3, 17, 12, 0, 0, TimeSpan.Zero)) { }

    /// <summary>Timers that were set and neither ran out nor were taken back.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        // The timer may run out while it is made.
        Interlocked.Increment(ref waiting);
        var counted = new Counted(this);
        counted.Inner = base.CreateTimer(
            s =>
            {
                counted.End();
                callback(s);
            },
            state,
            dueTime,
            period
        );
        return counted;
    }

    private sealed class Counted(WatchedTime time) : ITimer
    {
        private int isEnded;

        public ITimer? Inner { get; set; }

        public void End()
        {
            if (Interlocked.Exchange(ref isEnded, 1) == 0)
                Interlocked.Decrement(ref time.waiting);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => Inner!.Change(dueTime, period);

        public void Dispose()
        {
            End();
            Inner!.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
