using System.Text.Json;
using Knowledge.Indexer;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Search;

public sealed class PastedTextTests
{
    private static readonly KnowledgeBase Example = Fixture.Of(Path.Combine(Samples.RepositoryRoot(), "runbooks"));

    private static string Kept(string text) =>
        string.Join(' ', PastedText.WithoutIds(text, _ => false).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [InlineData("2026-01-14T10:22:33.123Z disk full", "disk full")]
    [InlineData("2026-01-14 10:22:33,123 disk full", "disk full")]
    [InlineData("2026-01-14T10:22:33+01:00 disk full", "disk full")]
    [InlineData("2026-01-14 disk full", "disk full")]
    [InlineData("Jan 14 10:22:33 batch-01 disk full", "batch-01 disk full")]
    [InlineData("14/Jan/2026:10:22:33 +0000 disk full", "disk full")]
    [InlineData("10:22:33 disk full", "disk full")]
    [InlineData("trace 01234567-89ab-cdef-0123-456789abcdef disk", "trace disk")]
    [InlineData("trace a1234567-89ab-cdef-0123-456789abcdef disk", "trace disk")]
    [InlineData("trace FEDCBA98-89AB-CDEF-0123-456789ABCDEF disk", "trace disk")]
    [InlineData("commit 4f3a9c1 disk", "commit disk")]
    [InlineData("commit f3a9c1d2e4b5 disk", "commit disk")]
    [InlineData("digest abcdef0123456789abcdef0123456789abcdef01 disk", "digest disk")]
    [InlineData("at 0x7ffd5e3a1c20 disk", "at disk")]
    [InlineData("epoch 1700000000123 disk", "epoch disk")]
    [InlineData("order 12345678 disk", "order disk")]
    public void What_is_different_each_time_is_dropped(string text, string kept) => Assert.Equal(kept, Kept(text));

    [Theory]
    [InlineData("java.io.IOException: No space left on device")]
    [InlineData("ENOSPC rows_read 0 status 503 exit code 137")]
    [InlineData("KubePodCrashLooping nightly-ticker.service batch-01")]
    [InlineData("facade decade deadbeef accede")]
    [InlineData("v4.1.20 build 1234 port 8080 10.0.0.1")]
    [InlineData("KB5003637 ORA-00942 HTTP500 E0423")]
    [InlineData("/var/log/ticker-loader/debug.log")]
    [InlineData("shard_12 of 24, 5 of 6 files")]
    [InlineData("feed12345 cafe1 x12345678y")]
    public void Names_codes_and_words_stay(string text) => Assert.Equal(text, Kept(text));

    [Fact]
    public void Lines_that_are_repeated_say_nothing_new() =>
        Assert.Equal("health ok\nno space left", PastedText.WithoutRepeats("health ok\nhealth ok\n  health ok\nno space left\nhealth ok"));

    [Fact]
    public void An_id_that_a_page_knows_is_its_name()
    {
        using var content = new Fixture()
            .With("code.md", "# Access is denied\n\nThe installer stops with 0x80070005.\n")
            .With("other.md", "# Installer\n\nThe installer stops.\n");

        Assert.Equal("code", content.Build().Search(new("installer stops 0x80070005"), default).Hits[0].DocumentId);
        Assert.Contains(
            content.Build().Search(new("0x80070005"), default).Hits[0].Why,
            w => w.Contains("0x80070005", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Nothing_but_an_id_is_searched_for_as_it_is()
    {
        using var content = new Fixture().With("a.md", "# A\n\nnothing\n");

        Assert.Equal("12345678", content.Build().Search(new("12345678"), default).Gap!.Query);
    }

    // Everything in it that is about people or different each time is a word of its own, so that it can be looked for.
    private const string Ticket = """
        From: Somebody <some.body@customer.example>
        Phone: +49 69 1234567, mobile 0171-7654321
        Date: 2026-03-02T07:58:12.345Z
        Ticket 88123456, session a3f9c2d1b4e5f607, request 0a1b2c3d-89ab-cdef-0a1b-4d6e89abcdef

        Hi team,
        since this morning our dashboards are empty. Tables have headers but no rows, the charts are blank.
        Yesterday is still there. We use the newest browser and can sign in.
        Kind regards, please call me at (069) 123 45 67
        """;

    private static readonly string[] Private =
    [
        "some.body",
        "customer.example",
        "1234567",
        "7654321",
        "45 67",
        "a3f9c2d1b4e5f607",
        "89ab",
        "88123456",
    ];

    [Fact]
    public void Nobody_s_address_number_or_session_is_shown_or_kept()
    {
        var response = Example.Search(new(Ticket, 100, Explain: true), default);
        var shown = JsonSerializer.Serialize(response with { Query = "" }, ContractJson.Options);

        Assert.Equal("dashboards-empty", response.Hits[0].DocumentId);
        Assert.All(Private, p => Assert.DoesNotContain(p, shown, StringComparison.OrdinalIgnoreCase));

        using var content = new Fixture().With("a.md", "# Turbine\n\nspins the turbine\n");
        var gap = content.Build().Search(new(Ticket), default).Gap!;
        Assert.All(Private.Take(5), p => Assert.DoesNotContain(p, gap.Query, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_same_line_a_minute_later_is_the_same_gap()
    {
        static string Id(string query) => Gaps.Of(query, null).Id;

        Assert.Equal(Id("2026-01-14T10:22:33Z turbine 4f3a9c1 has no steam"), Id("2026-01-14T10:23:34Z turbine 9b3a9c7 has no steam"));
        Assert.NotEqual(Id("turbine has no steam"), Id("turbine has steam"));
        Assert.NotEqual(Id("12345678"), Id("12345679"));
    }

    public static TheoryData<string, string> Traces =>
        new()
        {
            {
                "disk-full-on-batch-host nightly-load-stuck",
                """
                    2026-03-02 02:14:07,512 ERROR [shard-writer-3] c.e.ticker.loader.ShardWriter - shard 17 failed, will retry
                    java.io.IOException: No space left on device
                    	at java.base/java.io.FileOutputStream.writeBytes(Native Method)
                    	at java.base/java.io.FileOutputStream.write(FileOutputStream.java:367)
                    	at com.example.ticker.loader.ShardWriter.flush(ShardWriter.java:118)
                    	at com.example.ticker.loader.ShardWriter.run(ShardWriter.java:61)
                    	at java.base/java.lang.Thread.run(Thread.java:833)
                    Caused by: java.nio.file.FileSystemException: /data/ticker/shard_17.parquet: No space left on device
                    	... 5 more
                    """
            },
            {
                "disk-full-on-batch-host nightly-load-stuck",
                """
                    Traceback (most recent call last):
                      File "/opt/ticker/loader/main.py", line 88, in <module>
                        main()
                      File "/opt/ticker/loader/main.py", line 61, in main
                        writer.flush()
                      File "/opt/ticker/loader/shards.py", line 203, in flush
                        os.write(self.fd, self.buffer)
                    OSError: [Errno 28] No space left on device: '/data/ticker/shard_3.parquet'
                    """
            },
            {
                "disk-full-on-batch-host nightly-load-stuck",
                """
                    panic: write /data/ticker/shard_3.parquet: no space left on device

                    goroutine 41 [running]:
                    main.(*writer).flush(0xc0000b4000, 0x0)
                    	/src/loader/writer.go:118 +0x1a5
                    main.main()
                    	/src/loader/main.go:42 +0x2b
                    exit status 2
                    """
            },
            {
                "processor-rows-read-zero",
                """{"ts":"2026-03-02T03:31:02.118Z","level":"info","job":"nightly-ticker","trace":"a3f9c2d1b4e5f607","rows_read": """
                    + """0,"rows_written": 0,"status":"ok"}"""
                    + "\n"
                    + """{"ts":"2026-03-02T03:32:02.119Z","level":"info","job":"nightly-ticker","trace":"b4f9c2d1b4e5f608","rows_read": """
                    + """0,"rows_written": 0,"status":"ok"}"""
            },
            { "processor-rows-read-zero", "{\"job\":\"nightly-ticker\",\"rows_read\": 0,\"status\":\"ok\"}" },
        };

    [Theory]
    [MemberData(nameof(Traces))]
    public void A_stack_trace_or_log_finds_the_page(string pages, string paste)
    {
        var first = Example.Search(new(paste), default).Hits.Take(3).Select(h => h.DocumentId).ToList();

        Assert.Contains(
            first[0],
            pages.Split(' ').Append("postmortems/2026-03-02-empty-dashboards").Append("postmortems/2025-11-18-disk-full-core-dumps")
        );
    }

    [Fact]
    public void A_whole_ticket_of_four_kilobytes_finds_the_page()
    {
        // With a log whose lines differ in their times only.
        var log = string.Concat(
            Enumerable
                .Range(10, 50)
                .Select(i => $"2026-03-02T07:{i}:12.345Z INFO gateway-7 GET /health 200 in 12 ms, trace a3f9c2d1b4e5f6{i}\n")
        );
        var ticket = Ticket + "\n" + log[..(SearchRequest.MaxPasteCharacters - Ticket.Length - 1)];

        var response = Example.Search(new(ticket), default);

        Assert.Contains("dashboards-empty", response.Hits.Take(3).Select(h => h.DocumentId));
    }

    // Between words that describe and a line that says what failed, the line decides, wherever it stands.
    [Theory]
    [InlineData("{0}\n{1}")]
    [InlineData("{1}\n{0}")]
    [InlineData("{0}\r\n{1}\r\n")]
    public void What_failed_counts_more_than_what_surrounds_it(string layout)
    {
        using var content = new Fixture()
            .With("steam.md", "# Boiler\n\nvalve gasket piston\n")
            .With("water.md", "# Pump\n\nrotor bearing shaft\n");
        var knowledge = content.Build();
        string First(string around, string failed) =>
            knowledge.Search(new(string.Format(null, layout, around, failed)), default).Hits[0].DocumentId;

        Assert.Equal("water", First("valve gasket piston", "Error: rotor bearing shaft"));
        Assert.Equal("steam", First("rotor bearing shaft", "Error: valve gasket piston"));
    }
}
