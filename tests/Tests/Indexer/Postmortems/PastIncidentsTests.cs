using Knowledge.Content;
using Knowledge.Content.Documents;
using Knowledge.Indexer;
using Knowledge.Indexer.Postmortems;

namespace Knowledge.Tests.Indexer.Postmortems;

public sealed class PastIncidentsTests
{
    private static KnowledgeBase Dfds => Fixture.Of(Samples.Require("corpora/dfds-postmortems"));

    private static string Number(string id) => id.Split('-') is [var pm, var number, ..] ? $"{pm[2..]}-{number}" : id;

    private static KnowledgeBase With(params (string Path, string Text)[] files)
    {
        using var content = new Fixture();
        foreach (var (path, text) in files)
            content.With(path, text);
        return content.Build();
    }

    private static string Postmortem(string title, string date, string front, string cause, string actions) =>
        $"---\nkind: postmortem\n"
        + $"title: {title}\ndate: {date}\n{front}---\n# {title}\n\n## Root cause\n\n{cause}\n\n## Actions\n\n{actions}\n";

    [Fact]
    public void The_four_repeated_actions_of_public_postmortems_are_found_and_no_other()
    {
        var knowledge = Dfds;
        var pairs = knowledge
            .Documents.SelectMany(d =>
                knowledge
                    .Incidents.RepeatedBy(d)
                    .SelectMany(r => r.Earlier.Select(e => (Later: Number(d.Id.Value), Earlier: Number(e.DocumentId), Words: e.Text[..12])))
            )
            .Order()
            .ToList();
        Assert.Equal(
            [
                ("2019-011", "2019-009", "Implement pr"),
                ("2021-003", "2021-002", "Flux metrics"),
                ("2021-003", "2021-002", "Version lock"),
                ("2023-002", "2023-001", "Add alarms f"),
            ],
            pairs
        );
    }

    [Fact]
    public void Chains_of_incidents_of_public_postmortems_are_found()
    {
        var knowledge = Dfds;
        var alike = knowledge.Documents.ToDictionary(
            d => Number(d.Id.Value),
            d => knowledge.Incidents.Like(d).Select(s => Number(s.DocumentId)).ToHashSet()
        );
        string[][] chains =
        [
            ["2021-001", "2022-002", "2023-002"],
            ["2021-005", "2021-006", "2021-007"],
            ["2021-002", "2021-003"],
            ["2022-004", "2022-007"],
            ["2020-002", "2020-009"],
            ["2020-003", "2020-006"],
        ];
        foreach (var chain in chains)
        foreach (var one in chain)
            Assert.Superset(chain.Where(c => c != one).ToHashSet(), alike[one]);
        // Beside the chains little is shown: 16 pairs in all.
        Assert.InRange(alike.Sum(a => a.Value.Count), 20, 34);
        Assert.All(knowledge.Documents.SelectMany(d => knowledge.Incidents.Like(d)), s => Assert.NotEmpty(s.Why));
        // What words do not link, the incident does: the alarm that was asked for two years before.
        var before = knowledge
            .Incidents.Like(knowledge.Documents.Single(d => d.Id.Value.StartsWith("pm2023-002", StringComparison.Ordinal)))
            .Single(s => Number(s.DocumentId) == "2021-001");
        Assert.Contains(before.NotDone, a => a.StartsWith("Setup alerts for when logs are not shipped", StringComparison.Ordinal));
    }

    [Fact]
    public void An_action_that_is_being_written_finds_the_earlier_ones()
    {
        var past = With(
            (
                "a.md",
                Postmortem(
                    "Disk full",
                    "2025-01-02",
                    "",
                    "The disk was full.",
                    "- [x] Alert on the disk of the batch host ([OPS-1](https://t.example/OPS-1))\n- [ ] Clean up old nights"
                )
            ),
            ("b.md", Postmortem("Late file", "2025-05-02", "", "The file was late.", "- Alert on late files"))
        ).Incidents;
        var found = Assert.Single(past.ActionsLike("alert on the batch host's disk"));
        Assert.Equal(
            ("a", true, "https://t.example/OPS-1", new DateOnly(2025, 1, 2)),
            (found.DocumentId, found.Done, Assert.Single(found.Links), found.Date)
        );
        Assert.Empty(past.ActionsLike("alert on the batch host's disk", new DocumentId("a")));
        Assert.Empty(past.ActionsLike("write a runbook for the network"));
        Assert.Empty(past.ActionsLike(""));
        Assert.Empty(past.ActionsLike("alert"));
        Assert.False(Assert.Single(past.ActionsLike("clean up the old nights")).Done);
    }

    [Fact]
    public void Only_earlier_actions_are_repeated()
    {
        var knowledge = With(
            ("old.md", Postmortem("Disk full", "2025-01-02", "", "The disk was full.", "- Alert on the disk of the batch host")),
            ("new.md", Postmortem("Disk full again", "2025-06-02", "", "The disk was full.", "- Alert on the disk of the batch host"))
        );
        Assert.Empty(knowledge.Incidents.RepeatedBy(knowledge.Find("old")!));
        Assert.Equal("old", Assert.Single(Assert.Single(knowledge.Incidents.RepeatedBy(knowledge.Find("new")!)).Earlier).DocumentId);
    }

    [Fact]
    public void A_draft_need_not_be_in_the_knowledge_base()
    {
        var knowledge = Fixture.Of(Path.Combine(Repository.Root, "runbooks"));
        var draft = Assert.Single(
            DocumentReader
                .Read(
                    new(
                        "drafts",
                        "drafts",
                        "postmortems/draft.md",
                        Postmortem(
                            "Tables are empty",
                            "2026-11-02",
                            "services: [ticker-loader]\nsearched: [empty dashboard]\n",
                            "The nightly load could not write, the disk of the batch host was full.",
                            "- [ ] Alert"
                        )
                    )
                )
                .Documents
        );
        var like = knowledge.Incidents.Like(draft);
        Assert.Equal(
            ["postmortems/2025-11-18-disk-full-core-dumps", "postmortems/2026-03-02-empty-dashboards"],
            like.Take(2).Select(s => s.DocumentId).Order(StringComparer.Ordinal)
        );
        Assert.Contains(like[0].Why, w => w.StartsWith("cause: ", StringComparison.Ordinal));
        Assert.Contains(like.SelectMany(l => l.Why), w => w == "services: ticker-loader");
        Assert.All(like, l => Assert.InRange(l.Likeness, PastIncidents.SimilarIncidentFrom, 1));
    }

    [Fact]
    public void Nothing_is_like_what_says_nothing()
    {
        var empty = Assert.Single(
            DocumentReader.Read(new("drafts", "drafts", "postmortems/draft.md", "---\nkind: postmortem\n---\n# ?\n\nx\n")).Documents
        );
        Assert.Empty(Fixture.Of(Path.Combine(Repository.Root, "runbooks")).Incidents.Like(empty));
        Assert.Empty(KnowledgeBase.Empty.Incidents.Like(empty));
        Assert.Empty(KnowledgeBase.Empty.Incidents.RepeatedBy(empty));
    }
}
