using Knowledge.Indexer.Archive;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Archive;

public sealed class ArchiveSearchTests : IDisposable
{
    private readonly ArchiveFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    private void Build() =>
        fixture.Build(
            ArchiveFixture.Page(
                "disk",
                "Disk full on the feed host",
                "Writes fail.\n\nNo space was left on the device.",
                "2026-03-01",
                "owner:data",
                "sev:1"
            ),
            ArchiveFixture.Page(
                "queue",
                "Queue is stuck",
                "The consumer of pod-4711 hangs; rows_read=0 for hours.",
                "2025-12-24",
                "tag:kafka"
            ),
            ArchiveFixture.Page("login", "Login fails", "Space heaters tripped the breaker on the left side.", "2024-01-31", "sev:2"),
            ArchiveFixture.Page("certificate", "Certificate expired", "Nobody renewed it. The disk was fine.", null, "sev:3")
        );

    [Theory]
    [InlineData("disk", "disk certificate")]
    [InlineData("disks", "disk certificate")] // By stems.
    [InlineData("pod-4711", "queue")]
    [InlineData("rows_read: 0", "queue")] // As a name with its value.
    [InlineData("the login", "login")]
    [InlineData("\"space was left\"", "disk")]
    [InlineData("\"left space\"", "disk login")] // Nothing says it: the words find.
    [InlineData("disk -certificate", "disk")]
    [InlineData("disk owner:data", "disk")]
    [InlineData("disk owner:nobody", "")]
    [InlineData("owner:data", "disk")]
    [InlineData("sev:SEV-2", "login")]
    [InlineData("zeppelin", "")]
    [InlineData("???", "")]
    public void Words_and_what_narrows_them_find_pages(string query, string found)
    {
        Build();
        Assert.Equal(Sorted(found), Sorted(fixture.Found(query)));
    }

    [Theory]
    [InlineData("title:disk", "disk")]
    [InlineData("title:\"feed host\"", "disk")]
    [InlineData("title:\"host feed\"", "")]
    [InlineData("space AND left", "disk login")]
    [InlineData("\"space left\"", "")]
    [InlineData("\"space left\"~1", "disk")]
    [InlineData("\"left space\"~1", "")]
    [InlineData("disk NOT renewed", "disk")]
    [InlineData("+disk -nobody", "disk")]
    [InlineData("pod-4*", "queue")]
    [InlineData("rows?read", "queue")]
    [InlineData("certifcate~", "certificate")]
    [InlineData("changed:[2025-01-01 TO *]", "disk queue")]
    [InlineData("changed:[* TO 2024-12-31]", "login")]
    [InlineData("changed:2025-12-24", "queue")]
    [InlineData("sev:(1 OR 2)", "disk login")]
    [InlineData("sev:[2 TO 3]", "login certificate")]
    [InlineData("title:disk OR tag:kafka", "disk queue")]
    [InlineData("-disk", "queue login")]
    [InlineData("(disk OR queue) AND -certificate", "disk queue")]
    public void An_expression_finds_what_it_says(string query, string found)
    {
        Build();
        Assert.Equal(Sorted(found), Sorted(fixture.Found(query, syntax: QuerySyntax.Lucene)));
    }

    [Fact]
    public void A_boost_changes_the_order()
    {
        fixture.Build(
            ArchiveFixture.Page("a", "One", "a relay somewhere in here"),
            ArchiveFixture.Page("b", "Two", "a spool somewhere in here")
        );
        Assert.Equal("b a", fixture.Found("relay OR spool^20", syntax: QuerySyntax.Lucene));
        Assert.Equal("a b", fixture.Found("relay^20 OR spool", syntax: QuerySyntax.Lucene));
    }

    [Fact]
    public void A_page_is_found_once_by_its_best_section_with_what_matched_marked()
    {
        Build();
        var hit = Assert.Single(
            fixture.Ask("no space left on the device").Hits,
            h => h.Id.StartsWith("tickets/disk", StringComparison.Ordinal)
        );
        Assert.Equal("tickets/disk#1", hit.Id);
        Assert.Contains("device", hit.Marks.Select(m => hit.Snippet.Substring(m.Start, m.Length)));
    }

    [Fact]
    public void The_list_goes_on_page_by_page_and_by_date()
    {
        fixture.Build([
            .. Enumerable.Range(1, 25).Select(i => ArchiveFixture.Page($"t{i:00}", $"Ticket {i}", "the disk is full", $"2026-01-{i:00}")),
        ]);
        var all = new[] { 0, 10, 20 }.Select(skip => fixture.Ask("disk", 10, skip, byDate: true)).ToList();
        Assert.Equal([10, 10, 5], all.Select(a => a.Hits.Count));
        Assert.Equal([true, true, false], all.Select(a => a.HasMore));
        Assert.All(all, a => Assert.Equal(25, a.Total));
        Assert.Equal(Enumerable.Range(1, 25).Reverse().Select(i => $"tickets/t{i:00}#0"), all.SelectMany(a => a.Hits).Select(h => h.Id));
    }

    [Fact]
    public void Without_time_nothing_is_found_and_that_is_said()
    {
        Build();
        var late = fixture.Ask("disk", within: TimeSpan.Zero);
        Assert.Empty(late.Hits);
        Assert.False(late.IsComplete);
        Assert.True(fixture.Ask("disk").IsComplete);
    }

    [Fact]
    public void Several_archives_are_one_list()
    {
        using var second = new ArchiveFixture();
        Build();
        second.Build(ArchiveFixture.Page("chat", "Chat", "somebody spoke of a disk"));
        using var tickets = fixture.Open();
        using var chats = OpenArchive.Open("chats", second.Out);
        var found = ArchiveSearch.Search([tickets, chats], new("disk", 10, 0, false, TimeSpan.FromSeconds(30)), ArchiveFixture.Now);
        Assert.Equal(["chats", "tickets", "tickets"], found.Hits.Select(h => h.Source).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_archive_that_was_opened_shows_what_it_held_until_it_is_opened_again()
    {
        Build();
        using var open = fixture.Open();
        Assert.Equal(open.Stamp, OpenArchive.StampOf(fixture.Out));
        fixture.Build(isWhole: true, ArchiveFixture.Page("new", "New", "disk"));
        Assert.NotEqual(open.Stamp, OpenArchive.StampOf(fixture.Out));
        var before = ArchiveSearch.Search([open], new("disk", 10, 0, false, TimeSpan.FromSeconds(30)), ArchiveFixture.Now);
        Assert.Equal(2, before.Hits.Count);
        Assert.Equal("new", fixture.Found("disk"));
    }

    [Fact]
    public void Pages_that_speak_of_the_rarest_words_are_counted_by_month()
    {
        fixture.Build(
            ArchiveFixture.Page("a", "One", "the relay is down\n\nthe relay is still down", "2026-01-05"),
            ArchiveFixture.Page("b", "Two", "relay down again", "2026-01-31"),
            ArchiveFixture.Page("c", "Three", "the relay was down", "2026-03-01"),
            ArchiveFixture.Page("d", "Four", "a relay without a date is down"),
            ArchiveFixture.Page("e", "Five", "all is fine with the relay", "2026-03-01")
        );
        using var archive = fixture.Open();
        var mentions = ArchiveSearch.Mentions([archive], "why is the relay down", ArchiveFixture.Now, TimeSpan.FromSeconds(30))!;
        Assert.Equal((4, true), (mentions.Count, mentions.IsComplete));
        Assert.Equal(
            [(new DateOnly(2026, 1, 1), 2), (new DateOnly(2026, 2, 1), 0), (new DateOnly(2026, 3, 1), 1)],
            mentions.Months.Select(m => (m.Month, m.Count))
        );
        Assert.Null(ArchiveSearch.Mentions([archive], "quantum flamingo relay", ArchiveFixture.Now, TimeSpan.FromSeconds(30)));
        Assert.Null(ArchiveSearch.Mentions([archive], "zeppelin", ArchiveFixture.Now, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void What_frequent_words_leave_out_is_not_among_the_best()
    {
        // Beyond the budget a frequent word only adds to what rarer ones find. Words are as frequent as in language (Zipf).
        const int Pages = 1_500;
        var random = new Random(7);
        string[][] words =
        [
            .. Enumerable
                .Range(0, Pages)
                .Select(_ =>
                    Enumerable.Range(0, 30).Select(_ => $"word{(char)('a' + Rank() % 26)}{(char)('a' + Rank() / 26 % 26)}q").ToArray()
                ),
        ];
        fixture.Build([.. words.Select((w, i) => ArchiveFixture.Page($"p{i}", "Page", string.Join(' ', w)))]);
        using var archive = fixture.Open();
        var gains = new List<double>();
        for (var q = 0; q < 40; q++)
        {
            var query = string.Join(' ', words[random.Next(Pages)].Take(2 + q % 8));
            var full = Best(ArchiveQuery.Of(Text(query), archive.Reader, true, walked: int.MaxValue)!);
            var budgeted = Best(ArchiveQuery.Of(Text(query), archive.Reader, true, walked: Pages / 25)!);
            if (full.Count > 0)
                gains.Add(Gain(budgeted, full));
        }
        Assert.True(gains.Average() >= 0.85, $"nDCG@10 is {gains.Average():0.000}");
        // It has something to leave out.
        Assert.Contains(gains, g => g < 1);

        int Rank() => (int)Math.Exp(random.NextDouble() * Math.Log(676)) - 1;

        List<(int Document, float Score)> Best(Lucene.Net.Search.Query query) =>
            [.. archive.Searcher.Search(query, 10).ScoreDocs.Select(d => (d.Doc, d.Score))];

        static QueryText Text(string words) => new(words, [], [], []);

        static double Gain(List<(int Document, float Score)> found, List<(int Document, float Score)> ideal)
        {
            var worth = ideal.ToDictionary(i => i.Document, i => (double)i.Score);
            return Sum(found.Select(f => worth.GetValueOrDefault(f.Document))) / Sum(ideal.Select(i => (double)i.Score));
        }

        static double Sum(IEnumerable<double> gains) => gains.Select((g, i) => g / Math.Log2(i + 2)).Sum();
    }

    private static string Sorted(string found) => string.Join(' ', found.Split(' ').Order(StringComparer.Ordinal));
}
