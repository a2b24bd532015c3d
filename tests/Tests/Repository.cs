namespace Knowledge.Tests;

/// <summary>Where the checkout lies.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Text(string relative) => File.ReadAllText(Path.Combine(Root, relative));

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
