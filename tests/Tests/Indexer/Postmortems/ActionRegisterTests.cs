using Knowledge.Content.Postmortems;
using Knowledge.Indexer.Postmortems;

namespace Knowledge.Tests.Indexer.Postmortems;

public sealed class ActionRegisterTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly Fixture fixture = new Fixture()
        .With(
            "postmortems/a.md",
            """
            ---
            kind: postmortem
            title: Late
            date: 2026-05-04
            owner: data
            surfaces:
              drill: {state: open, owner: support, due: 2026-05-30}
              code: {state: patched, link: "https://t.example/1"}
            ---
            # Late

            ## Action items

            - [ ] Alert on the spool, by 2026-05-25 ([OPS-1](https://t.example/OPS-1), platform)
            - [ ] Name an owner, by 2026-06-04
            - [x] Mend it (OPS-2)
            - [ ] Some day
            """
        )
        .With("postmortems/draft.md", "---\nkind: postmortem\nstatus: draft\n---\n# D\n\n## Action items\n\n- [ ] Not yet\n")
        .With("postmortems/plain.md", "# P\n\n## Timeline\n\n- 09:00 x\n\n## Action items\n\n- Write more\n");

    public void Dispose() => fixture.Dispose();

    [Fact]
    public void Overdue_comes_first_with_team_due_day_and_ticket()
    {
        var register = ActionRegister.Of(fixture.Build(), Now);
        Assert.Equal(
            [
                ("Alert on the spool, by 2026-05-25 (OPS-1, platform)", "platform", true, "https://t.example/OPS-1"),
                ("Practise the case", "support", true, null),
                ("Name an owner, by 2026-06-04", "data", false, null),
                ("Some day", "data", false, null),
                ("Mend it (OPS-2)", "data", false, "OPS-2"),
                ("Write more", null, false, null),
            ],
            register.Actions.Select(a => (a.Text, a.Team, a.IsOverdue, a.Link))
        );
        Assert.Equal((4, 1, 2), (register.Open, register.Done, register.Overdue));
        Assert.Equal(register.Actions.Count, register.Actions.Select(a => a.Id).Distinct().Count());
        Assert.Equal(ActionState.NotSaid, register.Actions[^1].State);
    }

    [Theory]
    [InlineData("2026-06-01", "Alert on the spool")] // A week late.
    [InlineData("2026-05-27", "Practise the case")] // In three days.
    [InlineData("2026-05-30", "Practise the case")] // Today.
    [InlineData("2026-06-02", "")]
    public void People_are_reminded_three_days_before_on_the_day_and_each_week_after(string day, string about)
    {
        var today = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var reminder = ActionReminder.Of(ActionRegister.Of(fixture.Build(), Now), today, new("http://kb.example/"));
        Assert.Equal(
            about.Length == 0 ? 0 : 1,
            reminder.Actions.Count(a => a.Text.StartsWith(about.Length == 0 ? "?" : about, StringComparison.Ordinal))
        );
        if (about.Length > 0)
            Assert.Contains("http://kb.example/docs/postmortems/a", reminder.PlainText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "- [ ] One\n- [ ] Two `x`\n  more\n",
        "Two x more",
        "https://t.example/a?b=(c)",
        "- [ ] One\n- [x] Two `x`\n  more ([done](<https://t.example/a?b=(c)>))\n"
    )]
    [InlineData(
        "- [ ] One\n\n  Text below.\n- [ ] One\n",
        "One",
        "is *not* needed",
        "- [x] One (done: is \\*not\\* needed)\n\n  Text below.\n- [ ] One\n"
    )]
    [InlineData("- [x] One\n", "One", "x", null)]
    [InlineData("- One\n", "One", "x", null)]
    public void An_action_is_ticked_and_every_other_byte_stays(string list, string action, string proof, string? expected)
    {
        const string Head = "---\nkind: postmortem\n---\n# A\n\n## Action items\n\n";
        var text = Head + list;
        var found = Assert
            .Single(Knowledge.Content.DocumentReader.Read(new("s", "s", "a.md", text)).Documents)
            .Postmortem!.Actions.FirstOrDefault(a => a.Text.ReplaceLineEndings(" ") == action);
        Assert.NotNull(found);
        Assert.Equal(expected is null ? null : Head + expected, PostmortemText.WithActionDone(text, found.Text, proof));
    }

    [Theory]
    [InlineData("Do it (owner: jo)", "jo", null)]
    [InlineData("Do it, until 2026-01-02. @platform-team", "platform-team", "2026-01-02")]
    [InlineData("See (the long story) and do", null, null)]
    [InlineData("Raise the limit to 5 (OPS-1, data) due: 2026-13-40", null, null)]
    public void Who_and_until_when_is_read_from_the_words(string text, string? owner, string? due)
    {
        var details = ActionDetails.Of(new(text, false, []));
        Assert.Equal((owner, due), (details.Owner, details.Due?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
