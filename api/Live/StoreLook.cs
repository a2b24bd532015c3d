using Knowledge.Api.Background;

namespace Knowledge.Api.Live;

/// <summary>
/// Looks through the whole store soon after the start and once a day: damage that nobody has stumbled over yet is in each backup too, and
/// so is what differs from what is served.
/// </summary>
internal sealed class StoreLook(LiveKnowledge live, BackgroundLoops loops) : IBackgroundWork
{
    private readonly BackgroundLoop loop = loops.Add(
        new("store-look", "The store is not looked through for damage", TimeSpan.FromDays(1)) { FirstAfter = TimeSpan.FromMinutes(1) },
        cancellation =>
            Task.Run(
                () =>
                {
                    live.LookThroughStore();
                    return RoundResult.Done;
                },
                cancellation
            )
    );

    public void Start() => loop.Start();
}
