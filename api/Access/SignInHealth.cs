namespace Knowledge.Api.Access;

/// <summary>Whether people can sign in just now, as far as somebody tried.</summary>
internal sealed class SignInHealth(AccessOptions options, TimeProvider time)
{
    /// <summary>So long after a failure nobody tries again on their own.</summary>
    public static readonly TimeSpan Believed = TimeSpan.FromMinutes(1);

    private long failedAt = long.MinValue;

    /// <summary>Whether everybody may read pages of the sources meanwhile.</summary>
    public bool OpensReading => options.ReadsWhenSignInFails && IsFailing;

    public bool IsFailing => Interlocked.Read(ref failedAt) is var at && at != long.MinValue && time.GetElapsedTime(at) < Believed;

    public void Failed() => Interlocked.Exchange(ref failedAt, time.GetTimestamp());

    public void Works() => Interlocked.Exchange(ref failedAt, long.MinValue);
}
