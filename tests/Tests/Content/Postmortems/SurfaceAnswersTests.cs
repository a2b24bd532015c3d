using Knowledge.Content;
using Knowledge.Content.Documents;
using Knowledge.Content.Postmortems;

namespace Knowledge.Tests.Content.Postmortems;

public sealed class SurfaceAnswersTests
{
    private const string Text =
        "---\nkind: postmortem\ntitle: A\nsurfaces:\n  code: {state: patched, link: old}\n  drill: {state: open, owner: support, due: "
        + "2026-07-01}\n---\n# A\n\n## Impact\n\nx\n";

    [Theory]
    // Nothing was declared: what is filled in counts.
    [InlineData("data|||||", "")]
    [InlineData("data||ticket|||", "patched")]
    [InlineData("data|||data||", "open")]
    [InlineData("data||||2026-07-01|", "open")]
    [InlineData("data|||||no data was lost", "not-needed")]
    // What did not change stays as it was declared.
    [InlineData("code||old|||", "patched")]
    [InlineData("drill|||support|2026-07-01|", "open")]
    // What is new counts.
    [InlineData("code||old|data|2026-07-01|", "open")]
    [InlineData("drill||done|support|2026-07-01|", "patched")]
    [InlineData("drill|||support|2026-07-01|not for us", "not-needed")]
    // All taken out is no answer; a choice is one.
    [InlineData("code|||||", "")]
    [InlineData("code|open|new|||", "open")]
    public void The_state_of_an_answer_is_what_was_filled_in_last(string row, string state) =>
        Assert.Equal(state, Assert.Single(SurfaceAnswers.WithStates([row.Split('|')], Text))[1]);

    [Fact]
    public void The_rest_is_left_open_and_what_was_answered_stays()
    {
        var text = SurfaceAnswers.LeaveOpen(Text, ["data", "code"], "data: team", new(2026, 8, 1));
        var front = Assert.Single(DocumentReader.Read(new("s", "s", "postmortems/a.md", text)).Documents).FrontMatter;
        Assert.Equal(
            [
                new("code", "open", "old", "data: team", new(2026, 8, 1)),
                new("data", "open", null, "data: team", new(2026, 8, 1)),
                new("drill", "open", null, "support", new(2026, 7, 1)),
            ],
            front.Surfaces.OrderBy(s => Surface.Names.ToList().IndexOf(s.Name))
        );
        Assert.EndsWith("# A\n\n## Impact\n\nx\n", text, StringComparison.Ordinal);
    }
}
