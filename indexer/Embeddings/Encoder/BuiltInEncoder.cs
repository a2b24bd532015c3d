namespace Knowledge.Indexer.Embeddings.Encoder;

/// <summary>The sentence encoder that comes with the product, beside the program; a build may leave it out.</summary>
internal static class BuiltInEncoder
{
    public const string Name = "all-MiniLM-L6-v2";

    /// <summary>What people are told where it was left out.</summary>
    public const string Absent =
        "This build has no sentence encoder (it was built with -p:Encoder=none): the built-in table compares meanings.";

    /// <summary>What people are told where the part of it is gone that reads questions; pages are read without that.</summary>
    public const string WithoutQueries =
        $"{QueryAdapter.FileName} is missing beside the built-in encoder, so it reads questions as it reads pages; put the file back "
        + "and start again.";

    /// <summary>Where a build puts it.</summary>
    public static string Directory => Path.Combine(AppContext.BaseDirectory, "encoder");

    public static bool ReadsQueries(string directory) => Path.Exists(Path.Combine(directory, QueryAdapter.FileName));

    public static bool IsIn(string directory) => File.Exists(Path.Combine(directory, BertWeights.FileName));
}
