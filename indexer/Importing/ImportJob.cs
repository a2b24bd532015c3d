namespace Knowledge.Indexer.Importing;

/// <summary>One import with all its options, ready to run any number of times.</summary>
/// <param name="System">Where the export comes from, such as <c>confluence</c>.</param>
/// <param name="Out">The directory it writes to, as it was given.</param>
/// <param name="Files">What was exported.</param>
/// <param name="Run">Reads the files and writes the directory. Throws <see cref="ImportException"/>, <see cref="IOException"/> or
/// <see cref="UnauthorizedAccessException"/>; what was imported before that is complete.</param>
public sealed record ImportJob(string System, string Out, IReadOnlyList<string> Files, Func<ImportProgress, ImportReport> Run);
