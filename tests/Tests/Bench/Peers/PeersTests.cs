using Knowledge.Bench.Corpus;
using Knowledge.Bench.Peers;
using Knowledge.Bench.Queries;

namespace Knowledge.Tests.Bench.Peers;

// Lucene and PostgreSQL are not installed where the tests run; the benchmark itself checks that results agree.
public class PeersTests
{
    [Fact]
    public void Fts5_finds_sections_by_any_word_and_by_the_beginning_of_the_last()
    {
        using var fixture = new Fixture();
        var task = Task(
            fixture,
            search: true,
            new(QueryKinds.Words[0], "number17 zebra"),
            new(QueryKinds.Prefix, "nothing zeb"),
            new(QueryKinds.Typo, "zbera")
        );

        var report = new Fts5Peer().Run(task);

        var search = Assert.Single(report.Searches);
        Assert.Equal(["000001-7", "000000-3"], search.Results[0].Ids.Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(["000000-3"], search.Results[1].Ids);
        Assert.Null(search.Of(QueryKinds.Typo));
        Assert.True(report.IndexBytes > 0);
    }

    [Fact]
    public void Ours_indexes_with_one_and_with_two_threads()
    {
        using var fixture = new Fixture();
        var task = Task(fixture, search: false);

        foreach (var threads in new[] { 1, 2 })
        {
            var report = new KnowledgePeer().Run(task with { Threads = threads });
            Assert.Equal((task.Size, threads), (report.Size, report.Threads));
            Assert.True(report.IndexSeconds > 0);
            Assert.Empty(report.Searches);
        }
    }

    private static PeerTask Task(Fixture fixture, bool search, params Query[] queries)
    {
        const int size = 1_000;
        var corpus = new CorpusFolder(fixture.Directory);
        SectionFile.Write(
            corpus.SectionsPath(size),
            Enumerable
                .Range(0, size)
                .Select(i => Section.Of(i / 10, i % 10, "Title", "Heading", $"Text of number{i}{(i == 3 ? " with a zebra" : "")}."))
        );
        QueryFile.Write(corpus.QueriesPath(size), queries);
        return new(corpus, size, Threads: 1, search);
    }
}
