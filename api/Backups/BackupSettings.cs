namespace Knowledge.Api.Backups;

/// <summary>Backups that a server makes by itself.</summary>
/// <param name="Directory">Outside of the data directory; it has to be there, so that a missing mount is not filled by mistake.</param>
/// <param name="Every">From one to the next.</param>
/// <param name="Keep">So many of the same store are kept; older ones are deleted after a new one was made.</param>
/// <param name="Passphrase">What they are encrypted with; null for not at all.</param>
public sealed record BackupSettings(string Directory, TimeSpan Every, int Keep, string? Passphrase)
{
    public static readonly TimeSpan UsualInterval = TimeSpan.FromHours(6);
    public const int UsualKeep = 20;
    public const int MaxKeep = 10_000;

    // What a log or an error shows of it.
    public override string ToString() => $"every {Every} to {Directory}";
}
