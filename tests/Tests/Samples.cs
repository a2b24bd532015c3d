namespace Knowledge.Tests;

/// <summary>
/// Public runbooks and postmortems that lie beside the repository, or where KB_SAMPLES says; a test that needs them skips without
/// them.
/// </summary>
internal static class Samples
{
    public static string Root { get; } = Environment.GetEnvironmentVariable("KB_SAMPLES") ?? Path.Combine(RepositoryRoot(), "..", "shared");

    public static string Require(string relative)
    {
        var path = Path.GetFullPath(Path.Combine(Root, relative));
        Assert.SkipUnless(Path.Exists(path), $"The samples are not here: {path}. Set KB_SAMPLES to their directory.");
        return path;
    }

    public static string RepositoryRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "Knowledge.sln")))
                return directory.FullName;
        throw new DirectoryNotFoundException($"There is no Knowledge.sln above {AppContext.BaseDirectory}.");
    }
}
