using Knowledge.Bench.Embedding;
using Knowledge.Bench.Http;
using Knowledge.Bench.Meaning;
using Knowledge.Bench.Peers;
using Knowledge.Bench.Queries;
using Knowledge.Bench.Report;

namespace Knowledge.Tests.Bench.Report;

public class MarkdownReportTests
{
    [Fact]
    public void Others_are_multiples_of_our_first_way_of_searching()
    {
        var text = Report(Results(ours: ["1"], lucene: ["1"]));

        Assert.Contains("| Lucene, bare | 15x |", text, StringComparison.Ordinal);
        Assert.Contains("| Knowledge, section leg | 0.200 / 0.200 |", text, StringComparison.Ordinal);
        Assert.Contains("not offered", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_indexing_times_stand_in_one_line()
    {
        var results = Results(ours: ["1"], lucene: ["1"]);
        var second = results.Peers[0] with { Threads = 2, IndexSeconds = 2.25, Searches = [] };

        Assert.Contains(
            "| Knowledge | 4.0 | 2.3 | 1.0 | - | - |",
            Report(results with { Peers = [.. results.Peers, second] }),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Results_unlike_those_of_lucene_are_a_disagreement()
    {
        Assert.Empty(MarkdownReport.Disagreements(Results(ours: ["1", "2", "3", "4"], lucene: ["2", "1", "8", "9"])));
        Assert.Contains(
            "0.25",
            Assert.Single(MarkdownReport.Disagreements(Results(ours: ["1", "2", "3", "4"], lucene: ["1", "7", "8", "9"]))),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Without_lucene_there_is_nothing_to_agree_with()
    {
        var results = Results(ours: ["1"], lucene: ["9"]);

        Assert.Empty(MarkdownReport.Disagreements(results with { Peers = [results.Peers[0]] }));
    }

    [Fact]
    public void Results_are_read_as_they_were_written_ours_first()
    {
        using var fixture = new Fixture();
        var results = Results(ours: ["1"], lucene: ["1"]) with
        {
            Restarts = Restarts,
            Http = [Http],
            Small = [new(1000, 6_000, [new("start", 2_000, "ms")])],
            Embedding = [Encoder],
            Alerts = [Alerts],
            Meaning = [Meaning, Meaning with { Generator = "all-minilm-l6-v2", Compared = null }],
        };
        foreach (var peer in results.Peers.Reverse())
            ResultsFolder.Write(fixture.Directory, peer);
        ResultsFolder.Write(fixture.Directory, results.Http[0]);
        foreach (var restart in Restarts.Reverse())
            ResultsFolder.Write(fixture.Directory, restart);
        ResultsFolder.Write(fixture.Directory, results.Small[0]);
        ResultsFolder.Write(fixture.Directory, results.Embedding[0]);
        ResultsFolder.Write(fixture.Directory, results.Alerts[0]);
        foreach (var queryEmbedding in results.Meaning.Reverse())
            ResultsFolder.Write(fixture.Directory, queryEmbedding);

        Assert.Equal(Report(results), Report(ResultsFolder.Read(fixture.Directory)));
    }

    [Fact]
    public void The_part_over_http_tells_speed_and_errors()
    {
        var text = Report(new([], [Http], [], [], [], [], []));

        Assert.Contains(
            "| none | 4,000 | 3.00 | 9.00 | 50.0 | 0, 0 of 120,000 | 100 of 100 asked beside |",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "| built-in | 3,000 | 4.00 | 18.0 | 100 | 2, 1 of 90,000 | 99 of 100 asked beside |",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("| built-in, no query twice | 2,000 | 7.00 | 20.0 | 90.0 |", text, StringComparison.Ordinal);
        Assert.Contains("not in 60 s", text, StringComparison.Ordinal);
    }

    private static readonly IReadOnlyList<RestartReport> Restarts =
    [
        new(1000, "a file", 5_000, [900, 1_100, 1_000]),
        new(1000, "a database", 9_000, [1_200, 1_000, 1_300]),
        new(1000, "a database that is away", double.NaN, [1_100]),
    ];

    [Fact]
    public void Restarts_are_told_by_where_the_store_lies()
    {
        var text = Report(new([], [], [], [], [], [], []) { Restarts = Restarts });

        Assert.Contains("| a file | 1,000 | 5,000 | 1,000, 1,100 |", text, StringComparison.Ordinal);
        Assert.Contains("| a database that is away | 1,000 | - | 1,100, 1,100 |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Encoders_stand_in_one_table_whatever_was_measured_of_them()
    {
        var text = Report(
            new(
                [],
                [],
                [],
                [Encoder, Encoder with { Name = "PyTorch", LoadMs = null, MemoryBytes = null, QueriesPerSecond = null }],
                [],
                [],
                []
            )
        );

        Assert.Contains("| Knowledge, int8 | 1.15 / 1.23 | 1,700 | 10,000 | 19,000 | 172 | 117 | 27.0 |", text, StringComparison.Ordinal);
        Assert.Contains("| PyTorch | 1.15 / 1.23 | - | 10,000 | 19,000 | 172 | - | - |", text, StringComparison.Ordinal);
    }

    private static readonly AlertsReport Alerts = new(
        [new(1, new(30_000, 10, 4, 60, 90, 0, 0)), new(20, new(20_000, 10, 5, 70, 95, 3, 0))],
        4,
        10_000,
        [0.2, 0.3]
    );

    [Fact]
    public void The_part_on_alerts_tells_alerts_and_not_requests()
    {
        var text = Report(new([], [], [], [], [Alerts], [], []));

        Assert.Contains("| alerts accepted per second, 1 a request | 3,000 |", text, StringComparison.Ordinal);
        Assert.Contains("| alerts accepted per second, 20 a request | 40,000 |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_part_on_meaning_tells_times_and_what_is_lost()
    {
        var text = Report(
            new([], [], [], [], [], [Meaning, Meaning with { Generator = "all-minilm-l6-v2", Size = 10_000, Compared = null }], [])
        );

        Assert.Contains(
            "| table | 1,000,000 | 1,001,000 | 0.350 / 1.77 | 5.50 / 8.20 | 0.001 / 0.002 | 493, 490 of 500 | 248.2 | 260 |",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("| all are compared |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_part_on_archives_tells_what_a_section_costs_beside_Lucene()
    {
        var rival = Peer("Lucene", "bare", 3, ["1"]) with { Size = 1_000_000, Threads = 2, IndexSeconds = 50, IndexBytes = 120_000_000 };
        var text = Report(
            new(
                [],
                [],
                [],
                [],
                [],
                [],
                [new(new(1_000_000, 100, 190_000_000, 211_000_000), 900, 1_200, 64 << 20, [new("2 words", 2, [9, 11])], 0.991, 1, 2)]
            )
            {
                ArchiveRivals = [rival, rival with { Size = 10_000 }],
                Hot = [new(100_000, [0.3, 0.4], [0.35, 0.45], 3_000)],
            }
        );

        Assert.Contains("| sections indexed per second, from a file, two threads | 10,000 | 20,000 |", text, StringComparison.Ordinal);
        Assert.Contains("| bytes on disk per section, without texts | 190 | 120 |", text, StringComparison.Ordinal);
        Assert.Contains("| 64.0 | - |", text, StringComparison.Ordinal);
        Assert.Contains("| 9.00 / 11.0 | 3.00 / 3.00 |", text, StringComparison.Ordinal);
        Assert.Contains("| 0.991 | - |", text, StringComparison.Ordinal);
        Assert.Contains("| searches that time ended | 1 of 2 | - |", text, StringComparison.Ordinal);
        Assert.Contains("0.350 / 0.450 ms", text.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void The_part_on_phrases_tells_times_and_what_was_lost()
    {
        var text = Report(
            new([], [], [], [], [], [], [])
            {
                Phrases =
                [
                    new(
                        100_000,
                        [
                            new("words side by side", 200, [0.1, 0.3], [0.5, 0.9], 1_234, 0, 1),
                            new("expressions", 10_000, null, [1, 40], 5, null, null),
                        ]
                    ),
                ],
            }
        );

        Assert.Contains(
            "| words side by side | 100,000 | 200 | 0.100 / 0.300 / 0.300 | 0.500 / 0.900 / 0.900 | 1,234 | 0 | 1 |",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("| expressions | 100,000 | 10,000 | - | 1.00 / 40.0 / 40.0 | - | - | - |", text, StringComparison.Ordinal);
    }

    private static readonly DenseSearchReport Meaning = new(
        "table",
        1_000_000,
        1_001_000,
        new(0.35, 1.77),
        new(5.5, 8.2),
        new(0.001, 0.002),
        500,
        new(493, 490),
        260_260_000
    );

    private static readonly EmbeddingReport Encoder = new("Knowledge, int8", 117, 27 << 20, new(1.15, 1.23), [10_000, 19_000], 1_700);

    private static readonly HttpReport Http = new(
        10_000,
        100_000,
        5_000,
        [10, 20],
        [5, 6],
        [
            new("none", new(120_000, 30, 3, 9, 50, Not200: 0, SocketErrors: 0), 100, 100),
            new("built-in", new(90_000, 30, 4, 18, 100, Not200: 2, SocketErrors: 1), 99, 100),
        ],
        new("built-in, no query twice", new(60_000, 30, 7, 20, 90, Not200: 0, SocketErrors: 0), 100, 100),
        [30, 50],
        300,
        CaughtUpMs: null,
        Empty: 0,
        [700, 800, 900],
        1 << 30
    );

    private static string Report(Results results) => MarkdownReport.Of(results, "a machine", new(2026, 11, 1), "benchmark-growth.svg");

    private static Results Results(string[] ours, string[] lucene) =>
        new([Peer("Knowledge", "section leg", 0.2, ours), Peer("Lucene", "bare", 3, lucene)], [], [], [], [], [], []);

    private static PeerReport Peer(string name, string series, double milliseconds, string[] ids) =>
        new(
            name,
            $"{name} 1",
            10_000,
            1,
            4,
            1024 * 1024,
            null,
            [new(series, [new(QueryKinds.Words[0], 1, [milliseconds])], [new(QueryKinds.Words[0], "query", ids)])]
        );
}
