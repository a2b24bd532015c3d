using System.IO.Compression;
using System.Text;
using Knowledge.Content.Importing;
using Knowledge.Indexer;
using Knowledge.Indexer.Importing;

namespace Knowledge.Tests.Indexer.Importing;

/// <summary>A place with files to import and a directory to import them to.</summary>
internal sealed class ImportFixture : IDisposable
{
    private readonly string place = Directory.CreateTempSubdirectory("kb-import-").FullName;

    public string Out => Path.Combine(place, "out");

    public string PathOf(string name) => Path.Combine(place, name);

    public string File(string name, string text) => File(name, Encoding.UTF8.GetBytes(text));

    public string File(string name, byte[] bytes)
    {
        System.IO.File.WriteAllBytes(PathOf(name), bytes);
        return PathOf(name);
    }

    public string Zip(string name, params IReadOnlyList<(string Name, string Text)> entries)
    {
        using var archive = ZipFile.Open(PathOf(name), ZipArchiveMode.Create);
        foreach (var (entryName, text) in entries)
        {
            using var stream = archive.CreateEntry(entryName).Open();
            stream.Write(Encoding.UTF8.GetBytes(text));
        }
        return PathOf(name);
    }

    public ImportReport Confluence(string file, Uri? address = null, ImportLimits? limits = null) =>
        Run(ConfluencePage.System, limits, (directory, used, notes) => ConfluenceImport.Read(file, address, directory, used, Quiet, notes));

    public ImportReport ServiceNow(
        string file,
        string? table = null,
        Uri? address = null,
        ImportLimits? limits = null,
        string? kind = null
    ) => Run(ServiceNowPage.System, limits, (_, used, notes) => ServiceNowImport.Read(file, table, address, kind, used, Quiet, notes));

    public ImportReport StackExchange(
        string file,
        StackExchangeSelection? selection = null,
        Uri? address = null,
        ImportLimits? limits = null
    ) =>
        Run(
            StackExchangePost.System,
            limits,
            (directory, used, _) => StackExchangeImport.Read(file, address, selection ?? StackExchangeSelection.All, directory, used, Quiet)
        );

    public ImportReport Jira(IReadOnlyList<string> files, JiraTypes? types = null, Uri? address = null, ImportLimits? limits = null) =>
        Run(JiraIssue.System, limits, (_, used, notes) => JiraImport.Read(files, types ?? JiraTypes.Default, address, used, Quiet, notes));

    public ImportReport Slack(
        IReadOnlyList<string> files,
        SlackSelection? selection = null,
        Uri? workspace = null,
        ImportLimits? limits = null
    ) =>
        Run(
            SlackImport.System,
            limits,
            (_, used, notes) => SlackImport.Read(files, selection ?? SlackSelection.All, workspace, used, Quiet, notes)
        );

    /// <summary>Imports, expecting one line that says why it cannot be.</summary>
    public static string Refusal(Action import)
    {
        var message = Assert.Throws<ImportException>(import).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    /// <summary>The files that were written, by name; nothing else may lie there, hidden or not.</summary>
    public IReadOnlyDictionary<string, string> Written() =>
        !Directory.Exists(Out)
            ? new Dictionary<string, string>()
            : Directory
                .EnumerateFileSystemEntries(Out, "*", new EnumerationOptions { AttributesToSkip = 0, RecurseSubdirectories = true })
                .ToDictionary(p => Path.GetRelativePath(Out, p), System.IO.File.ReadAllText);

    public string Only() => Assert.Single(Written()).Value;

    public KnowledgeBase Serve() => Fixture.Of(Out);

    public void Dispose()
    {
        // A test may have taken the right to write away.
        if (Directory.Exists(Out) && !OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(Out, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.Delete(place, recursive: true);
    }

    private static void Quiet(string what, long done, long total) { }

    private ImportReport Run(
        string system,
        ImportLimits? limits,
        Func<ImportDirectory, ImportLimits, List<string>, IEnumerable<ImportItem>> read
    )
    {
        using var directory = ImportDirectory.Open(Out, system);
        var notes = new List<string>();
        return ImportRun.Run(
            system,
            Out,
            directory,
            read(directory, limits ?? ImportLimits.Default, notes),
            notes,
            limits ?? ImportLimits.Default
        );
    }
}
