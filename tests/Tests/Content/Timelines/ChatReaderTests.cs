using System.Diagnostics;
using System.Text;
using Knowledge.Content.Timelines;

namespace Knowledge.Tests.Content.Timelines;

public sealed class ChatReaderTests
{
    [Theory]
    [InlineData("Support: it is down\nUI: looking", ChatShape.Named, "Support|UI")]
    [InlineData(
        "[09:35] support dashboards are empty\n[09:36] ui looking\n[09:40] support still empty",
        ChatShape.Named,
        "support|ui|support"
    )]
    [InlineData("[09:35] Support: dashboards are empty\n[09:36] UI on-call: looking", ChatShape.Named, "Support|UI on-call")]
    [InlineData("09:35 - Support: dashboards are empty\n09:36 - UI: looking", ChatShape.Named, "Support|UI")]
    [InlineData("02/03/2026, 09:35 - Support: dashboards are empty\n02/03/2026, 09:36 - UI: looking", ChatShape.Named, "Support|UI")]
    [InlineData("Support (09:35): dashboards are empty\nUI (09:36): looking", ChatShape.Named, "Support|UI")]
    [InlineData("> Support: dashboards are empty\n> UI: looking\n> on it", ChatShape.Named, "Support|UI")]
    [InlineData("Support: they wrote\n> Client: nothing loads here\nUI: looking", ChatShape.Named, "Support|Client|UI")]
    [InlineData("Support: nothing loads here\nUI: see above\n> Support: nothing loads here\nUI: looking", ChatShape.Named, "Support|UI|UI")]
    [InlineData("09:35 <support> dashboards are empty\n09:36 <@ui> looking", ChatShape.Irc, "support|ui")]
    [InlineData("[09:35:01] <support> dashboards are empty\n[09:36:02] * ui looks", ChatShape.Irc, "support|ui")]
    [InlineData("<support> dashboards are empty\n<ui> looking", ChatShape.Irc, "support|ui")]
    [InlineData(
        "2026-03-02 09:35:01\tsupport\tdashboards are empty\n2026-03-02 09:36:01\t-->\tui has joined\n2026-03-02 09:36:09\tui\tlooking",
        ChatShape.Irc,
        "support|ui"
    )]
    [InlineData(
        "Support lead  9:35 AM\ndashboards are empty\nall of them\n9:36 AM\nsince now\nUI on-call  9:37 AM\nlooking",
        ChatShape.Headed,
        "Support lead|Support lead|UI on-call"
    )]
    [InlineData("[09:35] Support lead\ndashboards are empty\n[09:36] Smith, John\nlooking", ChatShape.Headed, "Support lead|Smith, John")]
    [InlineData("Support lead, 02.03.2026 09:35\ndashboards are empty\nUI 02.03.2026 09:36\nlooking", ChatShape.Headed, "Support lead|UI")]
    [InlineData(
        "Anna Berg\n  9:35 AM\ndashboards are empty\n:eyes:\n2\nTom Okafor\n:coffee:  9:36 AM\n"
            + "looking (edited)\n9:37\nsame here\n3 replies",
        ChatShape.Headed,
        "Anna Berg|Tom Okafor|Tom Okafor"
    )]
    [InlineData("Anna Berg\n9:35 AM\n\ndashboards are empty\nTom Okafor\n9:36 AM\n\nlooking", ChatShape.Headed, "Anna Berg|Tom Okafor")]
    [InlineData("Anna Berg — Today at 9:35 AM\ndashboards are empty\nTom — Today at 9:36 AM\nlooking", ChatShape.Headed, "Anna Berg|Tom")]
    [InlineData("IT hotline: labels are blank\nit fails: everywhere\nIT hotline: still", ChatShape.Named, "IT hotline|IT hotline")]
    [InlineData("09:35 dashboards are empty\n09:50 restarted the load\n10:20 everything works", ChatShape.Lines, "||")]
    [InlineData("dashboards are empty\nrestarted the load", ChatShape.Lines, "|")]
    public void Tells_who_speaks(string chat, ChatShape shape, string authors)
    {
        var reading = ChatReader.Read(chat);
        Assert.Null(reading.Problem);
        Assert.Equal((shape, authors), (reading.Shape, string.Join('|', reading.Messages.Select(m => m.Author))));
    }

    [Fact]
    public void Lines_of_logs_and_code_go_on_with_their_message()
    {
        var reading = ChatReader.Read(
            "Support: the log says\nERROR: no space left\nrows_read: 0\n```\nUI: not a person here\n```\n  at: Loader.Write\nUI: I see\n"
        );
        Assert.Equal(["Support", "UI"], reading.Messages.Select(m => m.Author));
        Assert.Contains("rows_read: 0", reading.Messages[0].Text, StringComparison.Ordinal);
        Assert.Equal(8, reading.Messages[1].Evidence.Line);
    }

    [Theory]
    [InlineData("--- Day changed Mon Mar 02 2026", "2026-03-02")]
    [InlineData("Monday, March 2nd, 2026", "2026-03-02")]
    [InlineData("2 March 2026", "2026-03-02")]
    [InlineData("2026-03-02", "2026-03-02")]
    [InlineData("02.03.2026", "2026-03-02")]
    [InlineData("13/03/2026", "2026-03-13")]
    public void Days_between_messages_are_dates(string line, string date)
    {
        var (timeline, _) = ChatTimeline.Read($"{line}\n[09:35] Support: it is down\n[00:10] UI: back", new());
        Assert.Equal(DateTimeOffset.Parse($"{date}T09:35Z", System.Globalization.CultureInfo.InvariantCulture), timeline!.Events[0].At);
        Assert.Equal(timeline.Events[0].At!.Value.Date.AddDays(1), timeline.Events[1].At!.Value.Date);
    }

    [Fact]
    public void Dates_that_can_be_read_in_two_ways_are_not_guessed()
    {
        var (unclear, _) = ChatTimeline.Read("[02/03/2026 09:35] Support: it is down\n[02/03/2026 09:36] UI: looking", new());
        Assert.All(unclear!.Events, e => Assert.Null(e.At));
        Assert.Contains(unclear.Notes, n => n.Contains("two ways", StringComparison.Ordinal));
        var (clear, _) = ChatTimeline.Read("[02/03/2026 09:35] Support: it is down\n[13/03/2026 09:36] UI: looking", new());
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 9, 35, 0, TimeSpan.Zero), clear!.Events[0].At);
    }

    [Fact]
    public void Times_that_leave_out_the_half_of_the_day_go_on_from_the_one_above()
    {
        var (timeline, _) = ChatTimeline.Read(
            "Anna Berg\n  11:58 AM\nit is down\n12:05\nstill\nTom Okafor\n  12:59 PM\nlooking\n1:05\nback",
            new(Date: new(2026, 3, 2))
        );
        Assert.Equal(
            ["11:58", "12:05", "12:59", "13:05"],
            timeline!.Events.Select(e => e.At?.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture))
        );
        Assert.Equal("looking", timeline.Events[2].Text);
    }

    [Fact]
    public void Teams_messages_of_graph_are_read_oldest_first()
    {
        const string json = """
            {"value": [
              {"messageType": "message", "createdDateTime": "2026-03-02T09:36:00Z", "from": {"user": {"displayName": "UI on-call"}},
               "body": {"contentType": "html", "content": "<p>maybe the <b>cache</b></p><p>of &lt;edge&gt;</p>"}},
              {"messageType": "systemEventMessage", "createdDateTime": "2026-03-02T09:35:30Z", "from": null,
               "body": {"contentType": "html", "content": "<systemEventMessage/>"}},
              {"messageType": "message", "createdDateTime": "2026-03-02T09:35:00Z", "from": {"user": {"displayName": "Support"}},
               "body": {"contentType": "text", "content": "customers say \"it is down\""}}
            ]}
            """;
        var reading = ChatReader.Read(json);
        Assert.Equal(ChatShape.TeamsExport, reading.Shape);
        Assert.Equal(["Support", "UI on-call"], reading.Messages.Select(m => m.Author));
        Assert.Equal(["maybe the cache", "", "of <edge>"], reading.Messages[1].Text.Split('\n'));
        Assert.Equal(2, reading.Messages[1].Evidence.Line);
    }

    [Fact]
    public void Threads_of_slack_stand_where_they_were_written()
    {
        var reading = ChatReader.Read(
            """[{"ts":"1773731000.1","user":"U1","text":"a"},{"ts":"1773731100.1","user":"U2","text":"c"},"""
                + """{"ts":"1773731050.1","thread_ts":"1773731000.1","user":"U2","text":"b"}]"""
        );
        Assert.Equal(["a", "b", "c"], reading.Messages.Select(m => m.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n \n")]
    [InlineData("[{\"ts\": \"1\", \"text\": \"cut o")]
    [InlineData("{\"a\": 1}")]
    [InlineData("[{\"a\": 1}]")]
    [InlineData("[]")]
    [InlineData("[{\"ts\": \"1773731000.1\", \"user\": \"U1\", \"text\": \"\\ud800\"}]")]
    public void What_is_no_chat_is_reported_in_a_sentence(string text)
    {
        var problem = ChatReader.Read(text).Problem;
        Assert.NotNull(problem);
        Assert.DoesNotContain('\n', problem);
    }

    public static TheoryData<string> Hostile =>
        [
            new string('a', ChatReader.MaxCharacters),
            "Support: " + new string('a', ChatReader.MaxCharacters - 20),
            "[09:35] " + new string(' ', ChatReader.MaxCharacters - 20),
            string.Concat(Enumerable.Repeat("maybe ", ChatReader.MaxCharacters / 6 - 1)),
            string.Concat(Enumerable.Repeat("a: b\n", ChatReader.MaxLines - 1)),
            string.Concat(Enumerable.Repeat("```\n", ChatReader.MaxLines - 1)),
            string.Concat(Enumerable.Repeat("\"", ChatReader.MaxCharacters - 1)),
            string.Concat(Enumerable.Repeat("> ", ChatReader.MaxCharacters / 2 - 1)),
            string.Concat(
                Enumerable
                    .Range(0, 4_000)
                    .Select(i =>
                        $"[{i % 24:00}:{i % 60:00}] n{i % 50}: maybe the cache {i}, so not the disk {i - 1}? all green, it only "
                        + $"watches \"x y\"\n"
                    )
            ),
            "[{\"ts\":\"1773731000.1\",\"text\":\"" + string.Concat(Enumerable.Repeat("<", 500_000)) + "\"}]",
            "["
                + string.Concat(
                    Enumerable
                        .Range(0, 4_000)
                        .Select(i => "{\"ts\":\"" + (1773731000 + i) + "\",\"user\":\"U" + i + "\",\"text\":\"<@U1><@U2>\"},")
                )
                + "{\"ts\":\"9\"}]",
            string.Concat(Enumerable.Repeat("[", 500_000)),
            string.Concat(Enumerable.Repeat("{\"messages\":", 50_000)),
            "\u0000\u0001\u001b[31mSupport\u001b[0m: \u202Etxet desrever\u202C\nUI\u200B: ok\u0007",
            "[99:99] a: b\n[25:61] c: d\n[09:35] a: b",
            "[{\"ts\":\"1e308\",\"text\":\"a\"},{\"ts\":\"-1\",\"text\":\"b\"},{\"ts\":\"99999999999999999999999999999999999\","
                + "\"text\":\"c\"},{\"ts\":{},\"text\":[]},{\"ts\":\"NaN\",\"text\":\"d\",\"user\":7},null,3]",
            "31/02/2026\n[09:35] a: b\n0000-00-00\n[9999-12-31 23:59] a: c\n[00:01] a: d",
            "Support: <script>alert(1)</script> | a | b\nUI: [x](javascript:alert(1)) ```\n</table>",
            "\uD800Support: lone \uDC00 halves\nUI: \uD83D",
        ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Nothing_breaks_it_and_nothing_holds_it_up(string text)
    {
        var time = Stopwatch.StartNew();
        var (timeline, problem) = ChatTimeline.Read(text, new(Initials: true, Date: DateOnly.MaxValue));
        // A guard against what is not linear; a tenth of it is usual.
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(30), $"took {time.Elapsed}");
        Assert.True(timeline is null != problem is null);
        if (timeline is null)
            return;
        var written =
            TimelineMarkdown.DraftFrontMatter(timeline, timeline.Suggestions)
            + TimelineMarkdown.DraftBody(timeline, timeline.Suggestions, "#ops");
        Assert.DoesNotContain(written, c => char.IsControl(c) && c != '\n');
        Assert.DoesNotContain('\u202E', written);
        Assert.All(timeline.Suggestions, s => Assert.InRange(s.Text.Length, 2, 300));
        Assert.InRange(Encoding.UTF8.GetByteCount(TimelineMarkdown.DraftFrontMatter(timeline, timeline.Suggestions)), 1, 10_000);
    }

    [Fact]
    public void More_than_it_takes_is_refused_with_the_number()
    {
        Assert.Contains("1,048,576", ChatReader.Read(new string('a', ChatReader.MaxCharacters + 1)).Problem, StringComparison.Ordinal);
        Assert.Contains(
            "20,000",
            ChatReader.Read(string.Concat(Enumerable.Repeat("a\n", ChatReader.MaxLines + 1))).Problem,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "5,000",
            ChatReader.Read(string.Concat(Enumerable.Repeat("a\n", ChatReader.MaxMessages + 1))).Problem,
            StringComparison.Ordinal
        );
    }
}
