using Knowledge.Content;
using Knowledge.Content.Documents;
using Knowledge.Content.Timelines;
using Knowledge.Indexer.Postmortems;

namespace Knowledge.Tests.Content.Timelines;

public sealed class TimelineMarkdownTests
{
    private static Document Parsed(string frontMatter, string body) =>
        Assert.Single(
            DocumentReader
                .Read(
                    new("content", "content", "postmortems/drafted.md", $"---\nkind: postmortem\n{frontMatter}---\n\n# Drafted\n\n{body}")
                )
                .Documents
        );

    [Theory]
    [MemberData(nameof(ChatTimelineTests.Chats), MemberType = typeof(ChatTimelineTests))]
    public void What_is_accepted_is_read_back_as_it_was(string file, ChatShape _)
    {
        var timeline = JudgedChat.Read(file, new(Date: new(2026, 3, 2))).Timeline;
        var accepted = timeline.Suggestions;
        var document = Assert.Single(
            DocumentReader
                .Read(
                    new(
                        "content",
                        "content",
                        "postmortems/drafted.md",
                        PostmortemDraft.Of("Drafted", new(2026, 3, 2)).With(timeline.Events, accepted).Text()
                    )
                )
                .Documents
        );
        var front = document.FrontMatter;
        Assert.Empty(document.Findings);
        Assert.Equal(Texts(SuggestionKind.Symptom), front.Symptoms);
        Assert.Equal(Texts(SuggestionKind.Searched), front.Searched);
        Assert.Equal(
            accepted.Where(s => s.Kind == SuggestionKind.StaysGreen).Select(s => new StaysGreen(s.Text, s.Detail)),
            front.StaysGreen
        );
        Assert.Equal(
            accepted.Where(s => s.Kind == SuggestionKind.DeadEnd).Select(s => new DeadEnd(s.Text, s.Detail, s.MinutesLost)),
            front.DeadEnds
        );
        Assert.Equal(Texts(SuggestionKind.Cause).Select(c => c + "."), document.Causes.Select(c => c.Text));
        Assert.Equal(timeline.Events.Select(e => e.At), document.Postmortem!.Timeline.Select(t => t.At));

        IEnumerable<string> Texts(SuggestionKind kind) => accepted.Where(s => s.Kind == kind).Select(s => s.Text);
    }

    [Fact]
    public void Only_what_was_accepted_is_written()
    {
        var suggestions = JudgedChat.Read("empty-dashboards.txt").Timeline.Suggestions;
        var draft = PostmortemDraft.Of("Drafted", new(2026, 3, 2)).With([], [suggestions.Single(s => s.Id == "dead-end-7")]);
        Assert.Equal([new("Browser cache", "Fresh private window on our own laptop is empty too", 19)], draft.Front.DeadEnds);
        Assert.Equal((0, 0, 0), (draft.Front.Symptoms.Count, draft.Front.Searched.Count, draft.Bodies.Count));
        Assert.Equal("", TimelineMarkdown.RootCause([]));
        Assert.Equal("", TimelineMarkdown.Table([]));
    }

    [Fact]
    public void Names_texts_and_times_cannot_leave_their_place()
    {
        var evidence = new Evidence(1, "a\n---\nowner: mallory");
        var item = new ChatEvent(
            1,
            null,
            null,
            "09:35 | x",
            "a|b\n# h",
            MessageKind.Finding,
            "</td>|`x`\n\n## Actions\n- [ ] own",
            evidence
        );
        var suggestion = new TimelineSuggestion("x", SuggestionKind.DeadEnd, "a\"\n---\nowner: mallory", "b: c\\", null, [evidence]);
        var timeline = new ChatTimeline(ChatShape.Named, [], [item], [suggestion], []);
        var document = Parsed(
            TimelineMarkdown.DraftFrontMatter(timeline, [suggestion]).Replace("draft: true\n", "", StringComparison.Ordinal),
            TimelineMarkdown.DraftBody(
                timeline,
                [suggestion, suggestion with { Kind = SuggestionKind.Cause, Text = "x\n## Actions" }],
                "#a\n## b"
            )
        );
        Assert.Null(document.FrontMatter.Owner);
        Assert.Equal("b: c\\", Assert.Single(document.FrontMatter.DeadEnds).Why);
        Assert.Equal(["Drafted", "Impact", "Root cause", "Timeline", "Action items"], document.Sections.Select(s => s.Heading));
        Assert.Single(document.Postmortem!.Timeline);
        Assert.Single(document.Postmortem.Actions);
    }

    [Fact]
    public void A_draft_is_not_served()
    {
        var timeline = JudgedChat.Read("mail-queue.slack.json").Timeline;
        var reading = DocumentReader.Read(
            new(
                "content",
                "content",
                "a.md",
                $"---\nkind: postmortem\n{TimelineMarkdown.DraftFrontMatter(timeline, timeline.Suggestions)}---\n\n"
                    + $"# A\n\n{TimelineMarkdown.DraftBody(timeline, timeline.Suggestions, "#ops")}"
            )
        );
        Assert.Empty(reading.Documents);
        Assert.StartsWith("draft", reading.NotADocument, StringComparison.Ordinal);
    }
}
