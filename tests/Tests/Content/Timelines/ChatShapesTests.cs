using Knowledge.Content.Timelines;

namespace Knowledge.Tests.Content.Timelines;

/// <summary>Messages and names in shapes that chats really have.</summary>
public sealed class ChatShapesTests
{
    [Theory]
    [InlineData("09:14 checkout answers 502\n09:20 on-call is paged")]
    [InlineData("09:14 disk full again\n09:20 pager fired\n09:31 restarted it")]
    public void Notes_with_times_have_no_speakers(string text)
    {
        var (timeline, _) = ChatTimeline.Read(text, new());
        Assert.Empty(timeline!.Participants);
        Assert.Equal(text.Split('\n').Length, timeline.Events.Count);
    }

    [Theory]
    [InlineData("Mei (ui on-call) [09:14]: it is down\nJan (SRE) [09:15]: looking")]
    [InlineData("[09:14] Mei (ui on-call): it is down\n[09:15] Mei (ui on-call): looking")]
    public void Fault_06_a_name_with_its_role_loses_no_message(string text)
    {
        var (timeline, _) = ChatTimeline.Read(text, new());
        Assert.Equal("Mei (ui on-call)", timeline!.Participants[0].Name);
        Assert.Equal(2, timeline.Events.Count);
    }

    [Fact]
    public void Fault_07_a_name_with_pronouns_and_a_clock_of_twelve_hours_loses_no_message()
    {
        var (timeline, _) = ChatTimeline.Read("Jan Novak (he/him)  4:12 AM\nit is down\n\nJan Novak (he/him)  4:13 PM\nlooking", new());
        Assert.Equal("Jan Novak (he/him)", Assert.Single(timeline!.Participants).Name);
        Assert.Equal(["it is down", "looking"], timeline.Events.Select(e => e.Text));
    }

    [Theory]
    [InlineData("Jan Novak (he/him)  4:12 AM\nit is down\n\nMei (ui on-call)  4:13 AM\nlooking", "Jan Novak (he/him), Mei (ui on-call)")]
    [InlineData("kim  9:14 AM\ncheckout answers 502\nlee  9:20 AM\nrestarting it", "kim, lee")]
    [InlineData("Mei (ui on-call) [09:14]: it is down\nJan (SRE) [09:15]: looking", "Mei (ui on-call), Jan (SRE)")]
    public void Names_of_any_shape(string text, string names)
    {
        var (timeline, _) = ChatTimeline.Read(text, new());
        Assert.Equal(names, string.Join(", ", timeline!.Participants.Select(p => p.Name)));
        Assert.Equal(2, timeline.Events.Count);
    }

    [Fact]
    public void Words_in_blocks_are_the_message()
    {
        var reading = ChatReader.Read(File.ReadAllText(Samples.Require("cases/66-slack-blocks/inc-pump/2026-03-03.json")));
        Assert.Equal(
            ["*Triggered* #12: Pump 3 is stuck", "it was the expired certificate of the valve", "renewed it, pump runs"],
            reading.Messages.Select(m => m.Text)
        );
    }

    [Theory]
    [InlineData("""[{"type":"header","text":{"type":"plain_text","text":"Pump"}},{"type":"divider"}]""", "Pump")]
    [InlineData("""[{"type":"section","fields":[{"type":"mrkdwn","text":"*A*"},{"type":"mrkdwn","text":"b"}]}]""", "*A*\nb")]
    [InlineData(
        """
            [{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"user","user_id":"U1"},
            {"type":"text","text":" see "},{"type":"link","url":"https://a.example/x"},{"type":"emoji","name":"eyes"}]}]}]
            """,
        "@U1 see https://a.example/x:eyes:"
    )]
    [InlineData(
        """
            [{"type":"rich_text","elements":[{"type":"rich_text_list","elements":[{"type":"rich_text_section","elements":
            [{"type":"text","text":"one"}]},{"type":"rich_text_section","elements":[{"type":"text","text":"two"}]}]}]}]
            """,
        "one\ntwo"
    )]
    public void Blocks_of_all_kinds(string blocks, string text) =>
        Assert.Equal(
            text,
            Assert.Single(ChatReader.Read($$"""[{"ts":"1772524380.1","user":"U2","text":"","blocks":{{blocks}}}]""").Messages).Text
        );

    [Fact]
    public void What_stands_in_text_and_blocks_is_there_once()
    {
        const string blocks =
            """[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"it is down"}]}]}]""";
        Assert.Equal(
            "it is down",
            Assert.Single(ChatReader.Read($$"""[{"ts":"1.1","user":"U2","text":"it is down","blocks":{{blocks}}}]""").Messages).Text
        );
    }

    [Fact]
    public void A_message_without_words_is_counted_with_its_line()
    {
        var reading = ChatReader.Read(
            """
            [{"ts":"1772524380.1","user":"U1","text":"a b"},
             {"ts":"1772524381.1","user":"U2","text":"","blocks":[{"type":"actions","elements":[{"type":"button","text":{"text":"Go"}}]}]}]
            """
        );
        Assert.Single(reading.Messages);
        Assert.Contains("1 message holds no words and is left out (line 2 of the export).", reading.Notes);
    }
}
