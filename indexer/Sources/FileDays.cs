using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Sources;

/// <summary>On which day the file of a document was last written.</summary>
internal sealed class FileDays
{
    private readonly Dictionary<(string Source, string Path), DateOnly> days = [];

    private FileDays() { }

    public static FileDays Of(IReadOnlyList<SourceSnapshot> sources)
    {
        var known = new FileDays();
        foreach (var source in sources)
        foreach (var file in source.Files)
            if (file.Stamp.ModifiedUtc != default)
                known.days[(source.Name, file.Path)] = DateOnly.FromDateTime(file.Stamp.ModifiedUtc);
        return known;
    }

    /// <summary>Null where it is not known.</summary>
    public DateOnly? Find(Document document) => days.TryGetValue((document.Source, document.Path), out var day) ? day : null;
}
