using Knowledge.Bench.Corpus;
using Knowledge.Bench.Queries;
using Knowledge.Indexer.Embeddings.Distillation;

namespace Knowledge.Tests.Bench.Corpus;

public class CorpusFolderTests
{
    [Fact]
    public void Sections_are_read_as_they_were_written()
    {
        using var fixture = new Fixture();
        var path = Path.Combine(fixture.Directory, "sections.tsv");
        List<Section> sections =
        [
            Section.Of(0, 0, "Title \"a\"", "Heading", "Text, with 'quotes'."),
            Section.Of(12, 3, "Other", "Heading", "Text"),
        ];

        SectionFile.Write(path, sections);

        Assert.Equal(sections, SectionFile.Read(path));
        Assert.Equal("000012-3", sections[1].Id);
    }

    [Fact]
    public void A_damaged_line_is_said()
    {
        using var fixture = new Fixture().With("sections.tsv", "000000-0\t000000\tTitle\n");

        Assert.Contains(
            "Delete it",
            Assert.Throws<InvalidDataException>(() => SectionFile.Read(Path.Combine(fixture.Directory, "sections.tsv"))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_is_there_is_not_made_again_and_what_is_not_is_made_out_of_it()
    {
        using var fixture = new Fixture();
        var folder = new CorpusFolder(fixture.Directory);
        // Stands for the real text, which takes minutes to make.
        SectionFile.Write(folder.SectionsPath(CorpusFolder.RealSections), Originals(1_500));

        folder.Make(packages: null, [1_000]);
        var stamp = File.GetLastWriteTimeUtc(folder.SectionsPath(1_000));
        folder.Make(packages: null, [1_000]);

        Assert.Equal(stamp, File.GetLastWriteTimeUtc(folder.SectionsPath(1_000)));
        Assert.Equal(folder.Sections(CorpusFolder.RealSections).Take(1_000), folder.Sections(1_000));
        Assert.Equal(100, Directory.EnumerateFiles(folder.MarkdownPath(1_000)).Count());
        Assert.Equal(QueryKinds.All.Count * QueryDrawing.PerKind, QueryFile.Read(folder.QueriesPath(1_000)).Count);
        Assert.Equal(CorpusFolder.LoadQueries, File.ReadLines(folder.LoadPath(1_000)).Distinct().Count());
        Assert.Empty(Directory.EnumerateFileSystemEntries(fixture.Directory, "*.part"));
    }

    [Fact]
    public void Without_text_and_packages_there_is_nothing_to_make()
    {
        using var fixture = new Fixture();

        Assert.Throws<ArgumentException>(() => new CorpusFolder(fixture.Directory).Make(packages: null, [1_000]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("10005")]
    [InlineData("-10000")]
    [InlineData("99999999999")]
    public void A_size_that_makes_no_sense_is_refused(string text) => Assert.Throws<ArgumentException>(() => CorpusFolder.ParseSize(text));

    private static IEnumerable<Section> Originals(int count)
    {
        var random = new SeededRandom(1);
        string Word() => string.Concat(Enumerable.Range(0, 4 + random.Next(6)).Select(_ => (char)('a' + random.Next(26))));
        return Enumerable
            .Range(0, count)
            .Select(i =>
                Section.Of(i / 10, i % 10, $"Title {i / 10}", "Heading", string.Join(' ', Enumerable.Range(0, 40).Select(_ => Word())))
            );
    }
}
