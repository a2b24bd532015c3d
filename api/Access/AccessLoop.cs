using Knowledge.Api.Background;
using Knowledge.Api.Live;

namespace Knowledge.Api.Access;

/// <summary>
/// Keeps sessions and tokens in memory as they stand in the store, which operators' commands change beside the server, and writes down
/// what was used.
/// </summary>
internal sealed class AccessLoop : IBackgroundWork
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WriteInterval = TimeSpan.FromMinutes(1);

    private readonly LiveKnowledge live;
    private readonly Sessions sessions;
    private readonly Tokens tokens;
    private readonly TimeProvider time;
    private readonly BackgroundLoop loop;
    private long? seen;
    private long written;

    public AccessLoop(LiveKnowledge live, Sessions sessions, Tokens tokens, BackgroundLoops loops, TimeProvider time)
    {
        (this.live, this.sessions, this.tokens, this.time) = (live, sessions, tokens, time);
        written = time.GetTimestamp();
        loop = loops.Add(new("access", "Sessions and tokens that a command ended stay valid", Interval), _ => Task.FromResult(Follow()));
    }

    public void Start()
    {
        // Nobody who was signed in is asked to again after a start.
        Follow();
        loop.Start();
    }

    internal RoundResult Follow()
    {
        if (time.GetElapsedTime(written) >= WriteInterval)
        {
            sessions.Write();
            tokens.Write();
            written = time.GetTimestamp();
        }
        // While the store cannot be read what is known stays: nobody is sent away for it, and the loop of the store says why.
        if (live.QueryStore<long?>(s => s.Access.Writes()) is not { } writes || writes == seen)
            return RoundResult.Done;
        if (sessions.Follow() && live.QueryStore(s => s.Access.Tokens.List()) is { } kept)
        {
            tokens.Read(kept);
            seen = writes;
        }
        return RoundResult.Done;
    }
}
