namespace Knowledge.Tests;

/// <summary>Where the checkout lies.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Text(string relative) => File.ReadAllText(Path.Combine(Root, relative));

    /// <summary>Every file of the project by its path below the root: what is built and what an editor keeps is not of it.</summary>
    public static IEnumerable<string> Files() =>
        Directory
            .EnumerateFiles(
                Root,
                "*",
                new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }
            )
            .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
            .Where(f => !f.Split('/')[..^1].Any(folder => folder is "artifacts" or "bin" or "obj" or ".git" or ".vs" or ".idea"))
            .Order(StringComparer.Ordinal);

    /// <summary>A program of the product, built the way these tests were: in Release beside tests in Release.</summary>
    public static string Program(string project, string file) => Path.Combine(Root, "artifacts", "bin", project, Configuration, file);

    /// <summary>The artifacts output has a folder for each configuration, the tests' own among them.</summary>
    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Name;

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Knowledge.sln")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("The tests run from a checkout: no Knowledge.sln above them.");
    }
}
