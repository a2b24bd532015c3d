using System.Globalization;
using Knowledge.Indexer;
using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Live;

/// <summary>What is served, what it was read from, and how that went: exchanged as one.</summary>
internal sealed record Served(KnowledgeBase Knowledge, IReadOnlyList<SourceSnapshot> Readings, IngestReport Ingest)
{
    public static Served Nothing { get; } = new(KnowledgeBase.Empty, [], new(default, default, 0, 0, 0));

    /// <summary>Whether all files have been read; until then what is not found may still come.</summary>
    public bool IsComplete => Readings.All(r => r.Pending == 0);

    // Every search asks for it, and there may be very many files: made once, with the readings.
    private readonly IReadOnlyList<string> problemsOfReadings = [.. ProblemsOf(Readings)];

    /// <summary>What is not served as it should be, in words for people.</summary>
    public IEnumerable<string> Degraded =>
        Knowledge.HasLinks
            ? problemsOfReadings
            :
            [
                .. problemsOfReadings,
                "The links between pages are still being read after a restart; "
                    + "pages are found, answers made of several follow in a moment.",
            ];

    /// <summary>
    /// The same for somebody who does not see all: what cannot be read may be what they must not know of, and is not named.
    /// </summary>
    public static IReadOnlyList<string> ProblemsFor(KnowledgeBase part) =>
        part.Derived(p => new PartProblems([.. ProblemsOf(p.Snapshots, namesFiles: false)])).All;

    // Made once for each part, too.
    private sealed record PartProblems(IReadOnlyList<string> All);

    private static IEnumerable<string> ProblemsOf(IReadOnlyList<SourceSnapshot> readings, bool namesFiles = true) =>
        [
            .. readings
                .Where(r => r.Pending > 0 && !r.IsOverdue && !r.IsElsewhere)
                .Select(r =>
                    $"Source {r.Name} is being read; {r.Pending:N0} of its files are still to come, and what is not found may be in them."
                ),
            .. readings
                .Where(r => r.IsOverdue)
                .Select(r => $"The directory of source {r.Name} does not answer{Noticed(r)}; what was read of it before is still served."),
            .. readings
                .Where(r => r.Lost > 0)
                .Select(r =>
                    $"Source {r.Name} has lost {r.Lost:N0} pages at once; they are still served until they are back, or somebody accepts "
                    + "on the status page that they are deleted."
                ),
            .. readings
                .Where(r => r.IsElsewhere && r.Pending > 0)
                .Select(r => $"Source {r.Name} is read by other nodes, and none of them has put it into the database yet."),
            .. readings
                .Where(r => r.IsUnattended && r.Pending == 0)
                .Select(r => $"No node looks at the directory of source {r.Name}; what was read of it before is still served."),
            .. readings
                .Where(r => r.IsMissing && !r.IsOverdue && !r.IsElsewhere)
                .Select(r => $"The directory of source {r.Name} is missing{Noticed(r)}; what was read of it before is still served."),
            .. readings.Where(r => r.Unlisted.Count > 0).Select(r => namesFiles ? Unlisted(r) : SomeUnread(r)),
            .. readings.Where(r => r.Unreadable.Any()).Select(r => namesFiles ? UnreadableFiles(r) : SomeUnread(r)),
        ];

    /// <summary>A time in sentences that the server composes.</summary>
    public static string TimeOf(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Noticed(SourceSnapshot reading) => reading.MissingSince is { } at ? $" (first noticed {TimeOf(at)})" : "";

    private static string SomeUnread(SourceSnapshot reading) =>
        $"In source {reading.Name} something cannot be read, so its content is not found.";

    private static string Unlisted(SourceSnapshot reading) =>
        $"In source {reading.Name} the directory {reading.Unlisted[0]}"
        + (reading.Unlisted.Count > 1 ? $" and {reading.Unlisted.Count - 1:N0} more" : "")
        + " cannot be listed; of its pages those that were read since the start are served.";

    private static string UnreadableFiles(SourceSnapshot reading)
    {
        var files = reading.Unreadable.ToList();
        return $"In source {reading.Name} the file {files[0]}"
            + (files.Count > 1 ? $" and {files.Count - 1:N0} more" : "")
            + $" cannot be read, so {(files.Count > 1 ? "their" : "its")} content is not found.";
    }
}
