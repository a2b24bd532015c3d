using System.Globalization;
using Knowledge.Bench.Queries;

namespace Knowledge.Bench.Corpus;

/// <summary>Where corpora and their queries lie once they are made; what is there is not made again.</summary>
/// <param name="Path">Of the cache, which outlives a run.</param>
internal sealed record CorpusFolder(string Path)
{
    /// <summary>What real text there is; the first tenth of it is the small corpus, and the large one grows out of it.</summary>
    public const int RealSections = 100_000;

    public const int MaxSections = 10_000_000;
    public const int LoadQueries = 12_000;
    private const int MaxDrawnFrom = 1_000_000;

    // More would make one product the subject of the whole corpus.
    private const int PassagesPerPackage = 7_000;

    public string SectionsPath(int count) => In($"sections-{count}.tsv");

    public string QueriesPath(int count) => In($"queries-{count}.tsv");

    /// <summary>Queries for the load over HTTP, one a line.</summary>
    public string LoadPath(int count) => In($"load-{count}.txt");

    /// <summary>A folder of Markdown files, ten sections each.</summary>
    public string MarkdownPath(int count) => In($"markdown-{count}");

    /// <summary>A folder with a file of passages' vectors for each encoder, as the product keeps them.</summary>
    public string VectorsPath => In("vectors");

    /// <summary>The same of the Markdown files.</summary>
    public string PageVectorsPath(int count) => System.IO.Path.Combine(VectorsPath, $"markdown-{count}");

    public List<Section> Sections(int count) => SectionFile.Read(SectionsPath(count));

    // Millions do not fit into memory; queries are drawn from some of them, one as likely as another.
    private List<Section> Drawn(int count) => SectionFile.Read(SectionsPath(count), Math.Max(1, count / MaxDrawnFrom));

    /// <summary>Makes what is not there yet.</summary>
    /// <param name="packages">A folder with one folder per unpacked package; only read when the real text is not there.</param>
    public void Make(string? packages, IReadOnlyList<int> sizes)
    {
        Directory.CreateDirectory(Path);
        if (!File.Exists(SectionsPath(RealSections)))
            Once(
                SectionsPath(RealSections),
                path =>
                    SectionFile.Write(
                        path,
                        Documents.Make(
                            Passages(
                                packages
                                    ?? throw new ArgumentException("The corpus is not made yet: name the folder of the unpacked packages.")
                            ),
                            RealSections / Section.PerDocument,
                            PassagesPerPackage
                        )
                    )
            );
        foreach (var size in sizes)
        {
            Once(
                SectionsPath(size),
                path =>
                    SectionFile.Write(
                        path,
                        size <= RealSections ? Sections(RealSections).Take(size) : Recombination.Grow(Sections(RealSections), size)
                    )
            );
            Once(QueriesPath(size), path => QueryFile.Write(path, QueryDrawing.ForTiming(Drawn(size))));
            if (size <= RealSections)
            {
                Once(LoadPath(size), path => File.WriteAllLines(path, QueryDrawing.Mixed(Sections(size), LoadQueries).Select(q => q.Text)));
                OnceDirectory(MarkdownPath(size), path => MarkdownFiles.Write(path, Sections(size)));
            }
        }
    }

    public static int ParseSize(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
        && size is >= 1_000 and <= MaxSections
        && size % Section.PerDocument == 0
            ? size
            : throw new ArgumentException($"'{text}' is no corpus size: a multiple of {Section.PerDocument} from 1000 to {MaxSections}.");

    /// <summary>A size that there are Markdown files for.</summary>
    public static int ParseFileSize(string text) =>
        ParseSize(text) is var size and <= RealSections
            ? size
            : throw new ArgumentException($"There are files for {RealSections} sections at most, not {text}.");

    private string In(string name) => System.IO.Path.Combine(Path, name);

    private static IEnumerable<IReadOnlyList<Passage>> Passages(string packages)
    {
        var seen = new HashSet<string>();
        foreach (var package in Directory.EnumerateDirectories(packages).Order(StringComparer.Ordinal))
        {
            var passages = PackagePages.Read(package).SelectMany(page => PassageCutter.Cut(page, seen)).ToList();
            Progress.Write($"{System.IO.Path.GetFileName(package)}: {passages.Count:N0} passages");
            yield return passages;
        }
    }

    // A run that was interrupted leaves a part behind, never a whole that is not one.
    private static void Once(string path, Action<string> write)
    {
        if (File.Exists(path))
            return;
        Progress.Write($"making {path}");
        write(path + ".part");
        File.Move(path + ".part", path);
    }

    private static void OnceDirectory(string path, Action<string> write)
    {
        if (Directory.Exists(path))
            return;
        Progress.Write($"making {path}");
        if (Directory.Exists(path + ".part"))
            Directory.Delete(path + ".part", recursive: true);
        write(path + ".part");
        Directory.Move(path + ".part", path);
    }
}
