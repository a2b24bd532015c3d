using Knowledge.Content.Importing;

namespace Knowledge.Indexer.Importing;

/// <summary>Reads records of ServiceNow from JSON or CSV, told apart by their first character.</summary>
internal static class ServiceNowImport
{
    public static IEnumerable<ImportItem> Read(
        string file,
        string? table,
        Uri? instance,
        string? kind,
        ImportLimits limits,
        ImportProgress progress,
        List<string> notes
    )
    {
        var done = 0;
        foreach (var (record, count) in Records(file, limits, notes))
        {
            progress("importing records", done++, count);
            yield return ServiceNowPage.Read(record, table, instance, kind);
        }
    }

    private static IEnumerable<(ServiceNowRecord Record, int Count)> Records(string file, ImportLimits limits, List<string> notes)
    {
        var (text, guessed) = ImportText.ReadAll(file, limits);
        if (guessed is not null)
            notes.Add($"'{file}' is not UTF-8; it was read as {guessed}.");
        if (text.AsSpan().TrimStart() is ['{' or '[', ..])
        {
            using var json = ImportJson.Read(file, text, limits);
            var (records, count) =
                ServiceNowRecord.Read(json.RootElement)
                ?? throw new ImportException($"'{file}' holds no records: expected {{\"result\": […]}} of the Table API");
            if (count > limits.MaxItems)
                throw new ImportException(
                    $"'{file}' holds {count:N0} records; at most {limits.MaxItems:N0} are read. Export fewer at a time"
                );
            foreach (var record in records)
                yield return (record, count);
        }
        else
        {
            var (read, problem) = CsvTable.Read(text);
            if (read is null)
                throw new ImportException($"'{file}' is no CSV: {problem}");
            foreach (var record in ServiceNowRecord.Read(read))
                yield return (record, read.Rows.Count);
        }
    }
}
