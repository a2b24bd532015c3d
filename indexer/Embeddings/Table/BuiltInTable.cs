namespace Knowledge.Indexer.Embeddings.Table;

/// <summary>The table that comes with the product.</summary>
internal static class BuiltInTable
{
    private static readonly Lazy<StaticTable> Table = new(() =>
    {
        using var file = typeof(BuiltInTable).Assembly.GetManifestResourceStream("built-in.table")!;
        return StaticTable.Read(file);
    });

    public static StaticTable Value => Table.Value;
}
