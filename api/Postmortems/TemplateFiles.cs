using System.Text;
using Knowledge.Api.Live;
using Knowledge.Indexer.Files;
using Knowledge.Indexer.Postmortems;
using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Postmortems;

/// <summary>
/// Templates for postmortems: those that come with the program, and the company's own in <c>templates/*.md</c> of a source.
/// </summary>
internal static class TemplateFiles
{
    private const string Folder = "templates";
    private const int MaxFiles = 50;
    private const int MaxBytes = 256 * 1024;

    /// <summary>Read anew each time: a template is changed in its file, and seldom asked for.</summary>
    public static IReadOnlyList<PostmortemTemplate> All(ServingOptions options, VisibleKnowledge live) =>
        [
            .. PostmortemTemplate.Shipped,
            .. options.Sources.Where(s => live.ShowsSource(s.Name)).SelectMany(s => Of(s.Directory)).DistinctBy(t => t.Name).Take(MaxFiles),
        ];

    /// <returns>The plain one when there is none of this name.</returns>
    public static PostmortemTemplate Named(ServingOptions options, VisibleKnowledge live, string? name) =>
        string.IsNullOrEmpty(name)
            ? PostmortemTemplate.Plain
            : All(options, live).FirstOrDefault(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? PostmortemTemplate.Plain;

    private static IReadOnlyList<PostmortemTemplate> Of(string source)
    {
        try
        {
            return SourceAccess.Read(source, () => Own(source));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The shipped ones are there all the same.
            return [];
        }
    }

    private static IReadOnlyList<PostmortemTemplate> Own(string source)
    {
        var folder = new DirectoryInfo(Path.Combine(source, Folder));
        if (!folder.Exists)
            return [];
        // A link may lead out of the source.
        var files = folder.EnumerateFiles("*.md").OrderBy(f => f.Name, StringComparer.Ordinal).Take(MaxFiles);
        return [.. files.Where(f => f.LinkTarget is null).Select(Read).OfType<PostmortemTemplate>()];
    }

    private static PostmortemTemplate? Read(FileInfo file)
    {
        try
        {
            return PostmortemTemplate.OfFile(
                Path.GetFileNameWithoutExtension(file.Name),
                Encoding.UTF8.GetString(PlainFile.ReadAllBytes(file.FullName, MaxBytes))
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
