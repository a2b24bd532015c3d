using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Live;

/// <summary>What became of looking an alert up: it is there, it is not, or nobody can tell.</summary>
/// <param name="Alert">Null when it is not there, and while the store cannot be read.</param>
/// <param name="IsKnown">Whether the store could be read.</param>
public readonly record struct AlertLookup(AlertRecord? Alert, bool IsKnown);
