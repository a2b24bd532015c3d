using Microsoft.Extensions.Time.Testing;

namespace Knowledge.Tests.Api.Background;

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
        // Counted when the clock knows it, not before: who then moves the clock moves this timer too.
        counted.Begin();
        return counted;
    }

    private sealed class Counted(WatchedTime time) : ITimer
    {
        private const int New = 0,
            Running = 1,
            Ended = 2;

        private int state = New;

        public ITimer? Inner { get; set; }

        public void Begin()
        {
            // It may have run out while it was made.
            if (Interlocked.CompareExchange(ref state, Running, New) == New)
                Interlocked.Increment(ref time.waiting);
        }

        public void End()
        {
            if (Interlocked.Exchange(ref state, Ended) == Running)
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
