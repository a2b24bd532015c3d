namespace Knowledge.Api.Hosting;

/// <summary>
/// How much memory the bodies of all requests may take together: what is beyond it is to come again. Small ones always have room; limits
/// on requests are for them.
/// </summary>
internal sealed class BodyMemory(long most)
{
    /// <summary>A body up to this counts for nothing.</summary>
    public const int Small = 1 << 20;

    // Of what the process may have, as it tells itself; where that is much, no more than is of use.
    private const int Share = 4;
    private const long Most = 1L << 30;

    // While it is read a body is there as it comes and as it is handed on.
    private const int Copies = 3;

    private long taken;

    public static BodyMemory OfThisProcess() => new(Math.Min(Most, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Share));

    /// <summary>Whether a body of so many bytes has room, beside those that have it; one that is alone always has.</summary>
    public bool Take(long bytes)
    {
        var wanted = Copies * bytes;
        if (Interlocked.Add(ref taken, wanted) is var now && (now <= most || now == wanted))
            return true;
        Interlocked.Add(ref taken, -wanted);
        return false;
    }

    public void GiveBack(long bytes) => Interlocked.Add(ref taken, -Copies * bytes);
}
