namespace Knowledge.Api.Backups;

/// <summary>How far something is that takes its time.</summary>
/// <param name="Doing">What is done, as the beginning of a line.</param>
public readonly record struct BackupProgress(string Doing, long Done, long Of);
