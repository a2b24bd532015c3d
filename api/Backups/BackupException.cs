namespace Knowledge.Api.Backups;

/// <summary>A backup cannot be made, read or put back, and why, in one line for the operator.</summary>
public sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner);
