namespace Knowledge.Api.Backups;

/// <summary>
/// How the bytes of a backup stand in its file: chunks, each with its length (the top bit says that it is the last) and the tag of its
/// seal in front, little-endian.
/// </summary>
internal static class SealedChunks
{
    public const int MaxBytes = 1 << 18;
    public const int HeadBytes = 4 + BackupSeal.TagBytes;
    public const uint Last = 1u << 31;
}
