using Knowledge.Api.Store;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Sources;
using Knowledge.Tests.Indexer;

namespace Knowledge.Tests.Api.Store;

/// <summary>What nodes take over from each other, with each engine.</summary>
public abstract class SharedTableTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly StoreDirectory store;
    private readonly ContentDirectory content = new();

    private protected SharedTableTests(StoreEngine engine) => store = new(engine);

    public void Dispose()
    {
        store.Dispose();
        content.Dispose();
        GC.SuppressFinalize(this);
    }

    private static TextKey Key(int number) => TextKey.Of($"text {number}");

    private static (TextKey, (float, sbyte[])) Vector(int number) => (Key(number), (0.001f * (number + 1), [1, -128, 127, (sbyte)number]));

    [Fact]
    public void Vectors_come_back_as_they_were_by_model_and_text()
    {
        var table = new VectorTable(store.Database);
        table.Keep("a", [.. Enumerable.Range(0, 100).Select(Vector)]);
        // Another node may have been faster.
        table.Keep("a", [Vector(7), Vector(100)]);
        table.Keep("b", [Vector(1)]);

        var found = table.Find("a", 4, [.. Enumerable.Range(50, 1000).Select(Key)]);
        Assert.Equal(51, found.Count);
        var one = found.Single(f => f.Key == Key(77)).Vector;
        Assert.Equal(0.078f, one.Scale);
        Assert.Equal([1, -128, 127, 77], one.Row);
        Assert.Single(table.Find("b", 4, [Key(1), Key(2)]));
        // A model of that name with other dimensions has none.
        Assert.Empty(table.Find("a", 5, [Key(1)]));
        Assert.Empty(table.Find("c", 4, [Key(1)]));
    }

    [Fact]
    public void Beyond_the_largest_number_other_models_go_first_and_then_all()
    {
        var table = new VectorTable(store.Database, maxRows: 10);
        table.Keep("old", [.. Enumerable.Range(0, 6).Select(Vector)]);
        table.Keep("new", [.. Enumerable.Range(0, 4).Select(Vector)]);
        Assert.Equal(6, table.Find("old", 4, [.. Enumerable.Range(0, 10).Select(Key)]).Count);
        table.Keep("new", [Vector(4)]);
        Assert.Empty(table.Find("old", 4, [.. Enumerable.Range(0, 10).Select(Key)]));
        Assert.Equal(5, table.Find("new", 4, [.. Enumerable.Range(0, 10).Select(Key)]).Count);
        table.Keep("new", [.. Enumerable.Range(5, 6).Select(Vector)]);
        Assert.Equal(6, table.Find("new", 4, [.. Enumerable.Range(0, 20).Select(Key)]).Count);
    }

    private static IReadOnlyList<CurrentSourceFile> Files(SourceSnapshot reading) =>
        [.. reading.Files.Where(f => f.SaysMoreThanPages).Select(f => new CurrentSourceFile("s", f))];

    [Fact]
    public void Files_that_say_something_are_kept_beside_the_texts_of_pages_and_what_changed_is_counted()
    {
        content.Write("page.md", "# Page\n\nwords\n");
        content.Write("CODEOWNERS", "* @water\n");
        content.Write("rules.yaml", "groups:\n- name: g\n  rules:\n  - alert: Full\n    expr: a > 1\n");
        content.Write("nothing.yaml", "a: 1\n");
        var (documents, files) = (new DocumentTable(store.Database), new SourceFileTable(store.Database));
        Record();
        Assert.Equal(["CODEOWNERS", "page.md", "rules.yaml", "witness.md"], Paths());
        Assert.Equal("* @water\n", files.Texts("s", ["CODEOWNERS", "page.md", "gone.md"])["CODEOWNERS"]);
        Assert.Equal("# Page\n\nwords\n", files.Texts("s", ["page.md"])["page.md"]);
        var number = files.Number();
        Record();
        Assert.Equal(number, files.Number());

        content.Write("CODEOWNERS", "* @fire\n");
        Record();
        Assert.Equal("* @fire\n", files.Texts("s", ["CODEOWNERS"])["CODEOWNERS"]);
        Assert.True(files.Number() > number);
        number = files.Number();
        // Another one on the same store knows what is there.
        new SourceFileTable(store.Database).Record(Files(content.Read()), (_, _) => false);
        Assert.Equal(number, files.Number());

        File.Delete(Path.Combine(content.Root, "CODEOWNERS"));
        files.Record(Files(content.Read()), (_, _) => true);
        Assert.Contains("CODEOWNERS", Paths());
        Record();
        Assert.DoesNotContain("CODEOWNERS", Paths());
        Assert.True(files.Number() > number);
        Assert.Empty(files.List("other"));

        void Record()
        {
            var reading = content.Read();
            var knowledge = Knowledge.Indexer.KnowledgeBase.Build([reading]);
            documents.Record(CurrentDocument.Of(knowledge.Documents, [reading]), (_, _) => false, Noon);
            files.Record(Files(reading), (_, _) => false);
        }

        IEnumerable<string> Paths() => files.List("s").Select(f => f.Path).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Pages_that_somebody_deleted_are_not_brought_back_by_who_does_not_know_whether_they_are_there()
    {
        content.Write("page.md", "# Page\n\nwords\n");
        var table = new DocumentTable(store.Database);
        var current = CurrentDocument.Of(Knowledge.Indexer.KnowledgeBase.Build([content.Read()]).Documents, [content.Read()]);
        table.Record(current, (_, _) => false, Noon);

        Assert.Equal(1, table.Delete("s", new HashSet<string> { "page.md", "other.md" }, Noon));
        Assert.Equal(["page.md"], table.DeletedPathsOf("s"));
        Assert.Equal(0, table.Record(current, (_, _) => true, Noon));
        Assert.NotNull(table.FindTombstone("page"));
        Assert.Equal(1, table.Record(current, (_, _) => false, Noon));
        Assert.Null(table.FindTombstone("page"));
        Assert.Empty(table.DeletedPathsOf("s"));
    }
}

public sealed class SqliteSharedTableTests() : SharedTableTests(StoreEngine.Sqlite);

public sealed class PostgresSharedTableTests() : SharedTableTests(StoreEngine.Postgres);
