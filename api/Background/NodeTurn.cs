namespace Knowledge.Api.Background;

/// <summary>
/// The right of a node to do what only one may do, with the number of its turn: whatever is written in that turn carries it, so that a
/// node which slept and was followed by another cannot write any more.
/// </summary>
/// <param name="Fence">Higher for each turn; null where there is nothing to take turns at.</param>
internal sealed record NodeTurn(long? Fence)
{
    private static readonly AsyncLocal<long?> Taken = new();

    public static NodeTurn OfEveryNode { get; } = new((long?)null);

    /// <summary>The number of the turn in which this is done; null outside of one.</summary>
    public static long? Current => Taken.Value;

    /// <summary>What is done from here on is done in this turn, until the result is disposed.</summary>
    public IDisposable Take()
    {
        Taken.Value = Fence;
        return new End();
    }

    private sealed class End : IDisposable
    {
        public void Dispose() => Taken.Value = null;
    }
}
