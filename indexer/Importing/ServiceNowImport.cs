using Knowledge.Content.Importing;

namespace Knowledge.Indexer.Importing;

/// <summary>Reads records of ServiceNow from JSON or CSV, told apart by their first character.</summary>
internal static class ServiceNowImport
{
    public static IEnumerable<ImportItem> Read(string file, string? table, Uri? instance, string? kind, ImportLimits limits, ImportProgress progress, List<string> notes)
    {
        var records = Records(file, limits, notes);
        for (var i = 0; i < records.Count; i++)
        {
            progress("importing records", i, records.Count);
            yield return ServiceNowPage.Read(records[i], table, instance, kind);
        }
    }

    private static IReadOnlyList<ServiceNowRecord> Records(string file, ImportLimits limits, List<string> notes)
    {
        var (text, guessed) = ImportText.ReadAll(file, limits);
        if (guessed is not null) notes.Add($"'{file}' is not UTF-8; it was read as {guessed}.");
        var start = text.AsSpan().TrimStart();
        if (start.Length > 0 && start[0] is '{' or '[')
        {
            using var json = ImportJson.Read(file, text, limits);
            return ServiceNowRecord.Read(json.RootElement) ?? throw new ImportException($"'{file}' holds no records: expected {{\"result\": […]}} of the Table API");
        }
        var (table, problem) = CsvTable.Read(text);
        return table is null ? throw new ImportException($"'{file}' is no CSV: {problem}") : ServiceNowRecord.Read(table);
    }
}
