using Knowledge.Content.Timelines;

namespace Knowledge.Tests.Content.Timelines;

/// <summary>Chats that people judged, and what the reader makes of them.</summary>
public sealed class ChatTimelineTests
{
    public static TheoryData<string, ChatShape> Chats =>
        new()
        {
            { "empty-dashboards.txt", ChatShape.Named },
            { "mail-queue.slack.json", ChatShape.SlackExport },
            { "checkout-timeouts.irc.txt", ChatShape.Irc },
            { "vpn-slow.teams.txt", ChatShape.Headed },
            { "sensor-gap.copied.txt", ChatShape.Headed },
        };

    /// <summary>No phrase was tuned on it, and none should be: it says what to expect of a chat of strangers.</summary>
    private const string HeldOut = "label-printer.named.txt";

    [Fact]
    public void A_chat_that_no_phrase_was_tuned_on_is_read_in_part_and_nothing_false_is_suggested()
    {
        var chat = JudgedChat.Read(HeldOut);
        Assert.Equal(chat.Kinds.Count, chat.Timeline.Events.Count);
        Assert.True(chat.WrongKinds().Count <= chat.Kinds.Count * 0.4, string.Join('\n', chat.WrongKinds()));
        Assert.True(chat.Suggestions.Count - chat.NotSuggested().Count >= 3, string.Join('\n', chat.NotSuggested()));
        Assert.Empty(chat.NotWanted());
    }

    [Theory]
    [MemberData(nameof(Chats))]
    public void Reads_every_message_in_its_shape(string file, ChatShape shape)
    {
        var chat = JudgedChat.Read(file);
        Assert.Equal(shape, chat.Timeline.Shape);
        Assert.Equal(chat.Kinds.Count, chat.Timeline.Events.Count);
        Assert.All(chat.Timeline.Events, e => Assert.NotEqual("", e.Participant));
        Assert.All(chat.Timeline.Events, e => Assert.NotNull(e.Elapsed));
    }

    [Theory]
    [MemberData(nameof(Chats))]
    public void Says_what_each_message_does(string file, ChatShape _)
    {
        var chat = JudgedChat.Read(file);
        Assert.True(chat.WrongKinds().Count <= chat.Kinds.Count * 0.06, string.Join('\n', chat.WrongKinds()));
    }

    [Fact]
    public void Kinds_are_precise_and_complete_each_for_itself()
    {
        var judged = Chats
            .Select(c => JudgedChat.Read(c.Data.Item1))
            .SelectMany(c => c.Timeline.Events.Select(e => (Made: e.Kind, Judged: c.KindAt(e))))
            .ToList();
        foreach (var kind in Enum.GetValues<MessageKind>())
        {
            var right = judged.Count(j => j.Made == kind && j.Judged == kind);
            Assert.True(right > 0, $"{kind} does not occur");
            Assert.True(
                right >= 0.9 * judged.Count(j => j.Made == kind),
                $"precision of {kind}: {right} of {judged.Count(j => j.Made == kind)}"
            );
            Assert.True(
                right >= 0.9 * judged.Count(j => j.Judged == kind),
                $"recall of {kind}: {right} of {judged.Count(j => j.Judged == kind)}"
            );
        }
    }

    [Theory]
    [MemberData(nameof(Chats))]
    public void Suggests_what_a_postmortem_wants_and_nothing_else(string file, ChatShape _)
    {
        var chat = JudgedChat.Read(file);
        // Of the chat that was copied one check is missed: "214 clients connected" says nothing of green.
        Assert.Equal(
            file.StartsWith("sensor-gap", StringComparison.Ordinal) ? ["StaysGreen: 214 clients connected"] : [],
            chat.NotSuggested()
        );
        Assert.Empty(chat.NotWanted());
        Assert.Empty(chat.WrongMinutes());
        Assert.All(chat.Suggestions.Where(s => s.Kind == SuggestionKind.DeadEnd), s => Assert.NotNull(s.MinutesLost));
    }

    [Theory]
    [MemberData(nameof(Chats))]
    public void Every_suggestion_names_the_lines_that_it_comes_from(string file, ChatShape shape)
    {
        var (timeline, lines) = (JudgedChat.Read(file).Timeline, JudgedChat.TextOf(file).Split('\n'));
        foreach (var evidence in timeline.Suggestions.SelectMany(s => s.Evidence).Concat(timeline.Events.Select(e => e.Evidence)))
        {
            var first = evidence.Text.Split('\n')[0].Replace(" (edited)", "", StringComparison.Ordinal);
            var written = lines[evidence.Line - 1];
            if (shape == ChatShape.SlackExport)
                written = System
                    .Text.Json.JsonDocument.Parse(written.Trim().TrimEnd(','))
                    .RootElement.GetProperty("text")
                    .GetString()!
                    .Split('\n')[0];
            Assert.Equal(written.Trim(), first);
        }
        Assert.Equal(timeline.Suggestions.Count, timeline.Suggestions.Select(s => s.Id).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Chats))]
    public void The_same_chat_gives_the_same_timeline(string file, ChatShape _)
    {
        static string Json(ChatTimeline timeline) =>
            System.Text.Json.JsonSerializer.Serialize(timeline, Knowledge.Indexer.ContractJson.Options);
        Assert.Equal(Json(JudgedChat.Read(file).Timeline), Json(JudgedChat.Read(file).Timeline));
    }

    [Fact]
    public void Midnight_is_seen_and_days_are_recognised()
    {
        var irc = JudgedChat.Read("checkout-timeouts.irc.txt").Timeline;
        Assert.Equal(new DateTimeOffset(2026, 4, 14, 23, 50, 0, TimeSpan.Zero), irc.Events[7].At);
        Assert.Equal(new DateTimeOffset(2026, 4, 15, 0, 5, 0, TimeSpan.Zero), irc.Events[8].At);
        Assert.DoesNotContain(irc.Events, e => e.At is null && e.Elapsed is not null);
        Assert.Equal("shop-oncall", irc.Events[7].Participant);

        var teams = JudgedChat.Read("vpn-slow.teams.txt").Timeline;
        Assert.Contains(teams.Events, e => e.At is null && e.Elapsed is not null);
        Assert.Equal(TimeSpan.FromMinutes(12), teams.Events[5].Elapsed);
        Assert.Contains(teams.Notes, n => n.Contains("times of day only", StringComparison.Ordinal));
        var dated = JudgedChat.Read("vpn-slow.teams.txt", new(Date: new(2026, 3, 30), UtcOffset: TimeSpan.FromHours(1))).Timeline;
        Assert.Equal(new DateTimeOffset(2026, 3, 30, 8, 2, 0, TimeSpan.Zero), dated.Events[0].At);
    }

    [Fact]
    public void Slack_is_shown_as_people_see_it()
    {
        var slack = JudgedChat.Read("mail-queue.slack.json").Timeline;
        Assert.Equal("@Mail on-call which address do we send from?", slack.Events[6].Text);
        Assert.Equal("the one in the mail page", slack.Events[7].Text);
        Assert.Contains("<https://wiki.harbour.example/mail|the mail page>", slack.Events[7].Evidence.Text, StringComparison.Ordinal);
        Assert.Contains("arrive\" & two", slack.Events[2].Text, StringComparison.Ordinal);
        Assert.Contains("10,000 mails", slack.Events[0].Text, StringComparison.Ordinal);
        Assert.Equal(":tada: @here good work", slack.Events[19].Text);
        Assert.True(slack.Participants.Single(p => p.Name == "Alertmanager").IsBot);
    }

    [Fact]
    public void Blindness_goes_with_the_check()
    {
        var made = JudgedChat.Read("empty-dashboards.txt").Timeline.Suggestions.Where(s => s.Kind == SuggestionKind.StaysGreen).ToList();
        Assert.Equal("It matched no file", made.Single(s => s.Text.Contains("exit code 0", StringComparison.Ordinal)).Detail);
        var log = made.Single(s => s.Text.Contains("\"status\":\"ok\"", StringComparison.Ordinal));
        Assert.Equal([22, 23], log.Evidence.Select(e => e.Line));
        Assert.Contains("did not crash", log.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Initials_replace_the_names_of_those_who_take_part()
    {
        const string chat =
            "[10:00] Anna Berg: @Tom Okafor can you look? Customers say \"checkout is slow\"\n"
            + "[10:01] Tom Okafor: Anna, I think it's the cache\n"
            + "[10:05] Alan Byrne: not the cache, said Tom Okafor; Tomato is not a name";
        var (timeline, _) = ChatTimeline.Read(chat, new(Initials: true));
        Assert.Equal(["AB", "TO", "AB2"], timeline!.Participants.Select(p => p.Name));
        Assert.Equal("@TO can you look? Customers say \"checkout is slow\"", timeline.Events[0].Text);
        Assert.Equal("AB, I think it's the cache", timeline.Events[1].Text);
        Assert.Contains("Tomato", timeline.Events[2].Text, StringComparison.Ordinal);
        var json = System.Text.Json.JsonSerializer.Serialize(timeline);
        Assert.All(["Anna", "Berg", "Tom ", "Okafor", "Byrne"], name => Assert.DoesNotContain(name, json, StringComparison.Ordinal));
    }
}
