using System.Diagnostics.Metrics;
using Dapper;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Knowledge.Indexer.Answers;
using Knowledge.Tests.Indexer;
using Microsoft.Data.Sqlite;
using static Knowledge.Tests.Api.Live.LiveServer;

namespace Knowledge.Tests.Api.Live;

public sealed class GapTests : IDisposable
{
    private readonly ContentDirectory content = new();

    public void Dispose() => content.Dispose();

    private static string Kept(string query) => Gaps.Of(query, null).Query;

    [Fact]
    public async Task The_same_words_are_one_gap_with_a_count()
    {
        await using (var live = await Start(content))
        {
            foreach (
                var words in new[] { "Gremlins in the turbine", "gremlins in the turbine!", "  GREMLINS\tin the\nturbine ", "poltergeist" }
            )
                Assert.True(live.RecordGap(live.Current.Search(new(words), default).Gap!));
            Assert.Equal([3, 1], live.Gaps(10)!.Select(g => g.Count));
        }
        await using var later = await Start(content);
        Assert.Equal([3, 1], later.Gaps(10)!.Select(g => g.Count));
        Assert.Equal(3, Assert.Single(later.Gaps(1)!).Count);
    }

    [Fact]
    public async Task Beyond_the_cap_the_least_asked_for_give_way()
    {
        await using (await Start(content)) { }
        using (var store = new SqliteConnection($"Data Source={Path.Combine(DataOf(content), "knowledge.db")};Pooling=False"))
            store.Execute(
                $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {GapTable.MaxGaps + 50}) INSERT INTO "
                    + $"gaps SELECT 'id' || i, 'words ' || i, 1 + (i > 100), i, i, NULL FROM n"
            );

        await using var live = await Start(content);
        Assert.True(live.RecordGap(new("new", "brimstone", null)));
        await Until(() => live.QueryStore(s => s.Gaps.List(int.MaxValue, []))!.Any(g => g.Id == "new"));

        var gaps = live.Gaps(int.MaxValue)!.Select(g => g.Id).ToHashSet();
        Assert.Equal(GapTable.MaxGaps, gaps.Count);
        Assert.Contains("new", gaps);
        Assert.Contains($"id{GapTable.MaxGaps + 50}", gaps);
        Assert.DoesNotContain("id1", gaps);
        Assert.DoesNotContain("id51", gaps);
        Assert.Contains("id52", gaps);
    }

    [Fact]
    public async Task Gaps_wait_while_the_store_is_away_and_those_that_had_to_give_way_are_counted()
    {
        var dropped = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Name == "kb_gaps_dropped")
                    own.EnableMeasurementEvents(instrument);
            },
        };
        // The counter is for all of the process; only what this test adds counts.
        var mine = new AsyncLocal<bool> { Value = true };
        listener.SetMeasurementEventCallback<long>(
            (_, count, _, _) =>
            {
                if (mine.Value)
                    Interlocked.Add(ref dropped, count);
            }
        );
        listener.Start();
        var notADirectory = content.Write(".data", "a file");
        await using var live = await Start(content, notADirectory);

        for (var i = 0; i < GapQueue.MaxWaiting + 3; i++)
            Assert.False(live.RecordGap(new($"id{i}", $"words {i}", null)));
        Assert.Equal(3, dropped);
        Assert.Null(live.Gaps(10));

        File.Delete(notADirectory);
        await Until(() => live.QueryStore(s => s.Gaps.List(int.MaxValue, []))?.Count == GapQueue.MaxWaiting);
        Assert.DoesNotContain(live.Gaps(int.MaxValue)!, g => g.Id is "id0" or "id2");
    }

    [Theory]
    [InlineData("mail jane.doe+ops@example.co.uk now", "mail [mail] now")]
    [InlineData("<ops@example.com>,a_b@c.d", "<[mail]>,[mail]")]
    [InlineData("root@10.0.0.1 refused", "[mail] refused")]
    [InlineData("müller@bücher.de", "[mail]")]
    [InlineData("call +49 69 1234567 please", "call [phone] please")]
    [InlineData("call +1 (555) 123-4567", "call [phone]")]
    [InlineData("call +442079460958.", "call [phone].")]
    [InlineData("call 0049 69 1234567", "call [phone]")]
    [InlineData("call 0049691234567", "call [phone]")]
    [InlineData("call (069) 123 45 67", "call [phone]")]
    [InlineData("call 069/1234567", "call [phone]")]
    [InlineData("call 0171-1234567", "call [phone]")]
    [InlineData("call 01711234567", "call [phone]")]
    [InlineData("call 555-123-4567", "call [phone]")]
    [InlineData("call (555) 123-4567", "call [phone]")]
    [InlineData("at 2026-01-14 10:22 call 069 1234567", "at 2026-01-14 10:22 call [phone]")]
    public void Mail_addresses_and_phone_numbers_are_taken_out(string query, string kept) => Assert.Equal(kept, Kept(query));

    [Theory]
    [InlineData("192.168.100.200 refused")]
    [InlineData("10.0.0.1:8080")]
    [InlineData("10.0.0.0/16")]
    [InlineData("fe80::1ff:fe23:4567:890a")]
    [InlineData("2026-01-14")]
    [InlineData("2026-01-14 10:22:33.123456")]
    [InlineData("2026-01-14T00:00:00.000Z")]
    [InlineData("2026-01-14T00:00:00+01:00")]
    [InlineData("14.01.2026 01-14-2026 01/14/2026")]
    [InlineData("[14/Jan/2026:10:22:33 +0000] 200 1234567")]
    [InlineData("1700000000")]
    [InlineData("1700000000123")]
    [InlineData("0x80070005")]
    [InlineData("0x80004005")]
    [InlineData("ORA-00942")]
    [InlineData("ORA-00600 [00000123]")]
    [InlineData("KB5003637")]
    [InlineData("job-0012345678")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("01234567-89ab-cdef-0123-456789abcdef")]
    [InlineData("deadbeef00123456789")]
    [InlineData("error 500 502 503")]
    [InlineData("rows_read: 0, rows_written: 0012")]
    [InlineData("v10.0.14 build 20261124")]
    [InlineData("exit code 137 pid 0012345")]
    [InlineData("00:00:00 00000000")]
    [InlineData("0 0 0 0 0 0 0 0")]
    public void Addresses_dates_ids_and_error_numbers_stay(string query) => Assert.Equal(query, Kept(query));

    [Fact]
    public void A_gap_is_one_short_line_of_whole_characters()
    {
        var kept = Kept("line\nbreak \0 \u001b[31m half \uD83D " + string.Concat(Enumerable.Repeat("🙂", 300)));

        Assert.InRange(kept.Length, 100, 201);
        Assert.DoesNotContain(kept, char.IsControl);
        Assert.Equal(kept, System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(kept)));
        Assert.Contains("\uFFFD", kept, StringComparison.Ordinal);
    }
}
