using Knowledge.Content.Findings;
using Knowledge.Indexer.Checks;
using Knowledge.Indexer.Postmortems;
using Knowledge.Indexer.Postmortems.Surfaces;

namespace Knowledge.Tests.Indexer.Postmortems.Surfaces;

public sealed class PatchMatrixTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 9, 0, 0, TimeSpan.Zero);

    private const string Postmortem = """
        ---
        kind: postmortem
        title: Export stood still
        date: 2026-05-04
        status: published
        owner: data
        services: [exporter]
        failing: [spool]
        runbooks: [spool-full]
        symptoms: [Invoices are missing]
        searched: [invoices missing, export hangs]
        wording: Your invoices will follow today.
        twins:
          - {repository: exporter, path: src/spool.py, owner: data}
          - {repository: cron, path: clean.sh, owner: platform}
        surfaces:
          code: {state: patched, link: "https://tracker.example/1"}
          data: {state: not-needed, reason: Nothing was lost}
          detection: {state: patched, link: SpoolFull}
          alert-link: {state: patched, link: spool-full}
          runbook: {state: patched, link: spool-full}
          process: {state: patched, link: "https://tracker.example/2"}
          drill: {state: open, owner: data, due: 2026-07-01}
        ---
        # Export stood still

        ## Root cause

        The spool directory of the exporter was full and the export waited silently.

        ## Action items

        - [x] Alert on the spool
        """;

    private const string Runbook = """
        ---
        title: Spool full
        owner: data
        symptoms: [invoices are missing, the export hangs]
        ---
        # Spool full

        ## Symptoms

        Invoices are missing in the portal and the export hangs for hours,
        though every check is green and the service answers each request within a second.

        ## Causes

        - **The spool directory of the exporter was full and the export waited silently.**

        ## Remediation

        1. Remove files that are older than seven days from the spool directory of the exporter host.

           ```sh
           find /spool -mtime +7 -delete
           ```

        ## Verification

        1. Look at the age of the newest invoice in the portal.

           Expect: below ten minutes.
        """;

    private const string Catalog = """
        kind: Group
        metadata: {name: data}
        ---
        kind: Component
        metadata: {name: exporter}
        spec: {owner: data}
        ---
        kind: Component
        metadata: {name: spool}
        spec: {owner: data}
        """;

    private const string Rules = """
        groups:
        - name: g
          rules:
          - alert: SpoolFull
            expr: spool_free == 0
            labels: {component: spool}
            annotations:
              summary: The spool is full
              runbook_url: https://kb.example/docs/spool-full
        """;

    private readonly Fixture fixture = new Fixture()
        .With("postmortems/export.md", Postmortem)
        .With("spool-full.md", Runbook)
        .With("catalog-info.yaml", Catalog)
        .With("alerts/rules.yaml", Rules);

    public void Dispose() => fixture.Dispose();

    [Fact]
    public void What_holds_is_patched_whatever_is_declared_and_the_rest_as_declared()
    {
        var matrix = Matrix();
        Assert.Equal(
            [
                ("code", SurfaceState.Patched),
                ("data", SurfaceState.NotNeeded),
                ("detection", SurfaceState.Patched),
                ("alert-link", SurfaceState.Patched),
                ("runbook", SurfaceState.Patched),
                ("searchability", SurfaceState.Patched),
                ("ownership", SurfaceState.Patched),
                ("twin-change", SurfaceState.Patched),
                ("status-page", SurfaceState.Patched),
                ("process", SurfaceState.Patched),
                ("drill", SurfaceState.Open),
            ],
            matrix.Surfaces.Select(s => (s.Name, s.State))
        );
        Assert.True(matrix.MayClose);
        Assert.Equal("patched 9 of 11, 1 not needed", matrix.Summary);
    }

    // A page that was just published is served a moment later: until then it is not called a draft.
    [Theory]
    [InlineData("draft", "it is not searched before it is published")]
    [InlineData("published", "it was saved just now")]
    [InlineData("closed", "it was saved just now")]
    public void A_page_that_is_not_served_says_whether_it_will_be(string status, string reason)
    {
        var text = Postmortem.Replace("status: published", $"status: {status}", StringComparison.Ordinal);
        var beside = Assert.Single(Knowledge.Content.DocumentReader.Read(new("s", "s", "postmortems/export.md", text)).Documents);
        var searchability = PatchMatrix.Of(beside, fixture.Build(), Now).Surfaces.Single(s => s.Name == "searchability");
        Assert.StartsWith(reason, searchability.Missing, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spool-full.md", "## Remediation", "## Notes", "searchability", "without steps")]
    [InlineData("spool-full.md", "## Remediation", "## Notes", "runbook", "lacks remediation steps")]
    [InlineData("spool-full.md", "## Verification", "## Notes", "runbook", "lacks a verification")]
    [InlineData("alerts/rules.yaml", "docs/spool-full", "docs/spool-gone", "alert-link", "no alert of this postmortem leads to spool-full")]
    [InlineData("alerts/rules.yaml", "component: spool", "component: portal", "detection", "SpoolFull watches none of what failed (spool)")]
    [InlineData("postmortems/export.md", "link: SpoolFull", "link: SpoolFul", "detection", "no alert rule is called `SpoolFul`")]
    [InlineData("postmortems/export.md", "failing: [spool]", "failing: []", "detection", "no component is named in `failing`")]
    [InlineData("postmortems/export.md", "runbooks: [spool-full]", "runbooks: []", "alert-link", "names no runbook")]
    [InlineData(
        "postmortems/export.md",
        "runbooks: [spool-full]",
        "runbooks: [spool-emptied]",
        "runbook",
        "no such runbook: spool-emptied"
    )]
    [InlineData("postmortems/export.md", "export hangs]", "'?!']", "searchability", "“?!” gives no card at all")]
    [InlineData(
        "postmortems/export.md",
        "searched: [invoices missing, export hangs]",
        "tags: [x]",
        "searchability",
        "nobody wrote down what was searched"
    )]
    [InlineData("catalog-info.yaml", "name: spool}", "name: pool}", "ownership", "nobody in the catalog owns spool")]
    [InlineData(
        "postmortems/export.md",
        "path: clean.sh, owner: platform",
        "path: clean.sh",
        "twin-change",
        "names no owner for cron: clean.sh"
    )]
    [InlineData(
        "postmortems/export.md",
        "  - {repository: cron, path: clean.sh, owner: platform}\n",
        "",
        "twin-change",
        "`twins` names one path"
    )]
    [InlineData("postmortems/export.md", "wording: Your invoices will follow today.\n", "", "status-page", "no sentence for customers")]
    public void A_verified_surface_that_does_not_hold_stands_in_the_way_and_says_why(
        string file,
        string old,
        string now,
        string surface,
        string missing
    )
    {
        Change(file, old, now);
        var verdict = Matrix().Surfaces.Single(s => s.Name == surface);
        Assert.Equal(SurfaceState.Failing, verdict.State);
        Assert.Contains(missing, verdict.Missing, StringComparison.Ordinal);
        Assert.False(Matrix().MayClose);
    }

    [Theory]
    [InlineData("drill: {state: open, owner: data, due: 2026-07-01}", "drill: {state: open, owner: data}", "drill", "without a due date")]
    [InlineData("drill: {state: open, owner: data, due: 2026-07-01}", "drill: {state: open, due: 2026-07-01}", "drill", "without an owner")]
    [InlineData("  drill: {state: open, owner: data, due: 2026-07-01}\n", "", "drill", "not answered")]
    [InlineData("data: {state: not-needed, reason: Nothing was lost}", "data: {state: not-needed}", "data", "no reason")]
    [InlineData("code: {state: patched, link: \"https://tracker.example/1\"}", "code: {state: patched}", "code", "no link")]
    public void What_is_declared_must_be_complete(string old, string now, string surface, string missing)
    {
        Change("postmortems/export.md", old, now);
        var matrix = Matrix();
        Assert.Contains(missing, Assert.Single(matrix.Missing), StringComparison.Ordinal);
        Assert.StartsWith(surface + ": ", matrix.Missing[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("twin-change")]
    [InlineData("searchability")]
    [InlineData("ownership")]
    [InlineData("detection")]
    [InlineData("alert-link")]
    [InlineData("runbook")]
    [InlineData("status-page")]
    public void What_cannot_be_fixed_is_left_open_by_name_and_date_or_ruled_out_for_a_reason(string surface)
    {
        // None of the seven holds, and nothing is declared of them.
        fixture.With("spool-full.md", "# Nothing\n").With("alerts/rules.yaml", "groups: []\n").With("catalog-info.yaml", "kind: Group\n");
        foreach (
            var line in new[]
            {
                "wording: Your invoices will follow today.\n",
                "  - {repository: cron, path: clean.sh, owner: platform}\n",
                "  detection: {state: patched, link: SpoolFull}\n",
                "  alert-link: {state: patched, link: spool-full}\n",
                "  runbook: {state: patched, link: spool-full}\n",
            }
        )
            Change("postmortems/export.md", line, "");
        Assert.Equal(7, Matrix().Missing.Count);

        var (open, ruledOut, patched) = (
            "{state: open, owner: data, due: 2026-07-01}",
            "{state: not-needed, reason: x}",
            "{state: patched, link: y}"
        );
        Change("postmortems/export.md", "  process:", $"  {surface}: {open}\n  process:");
        var verdict = Matrix().Surfaces.Single(s => s.Name == surface);
        Assert.Equal((SurfaceState.Open, null), (verdict.State, verdict.Missing));
        Assert.False(verdict.Verification!.Holds);
        Assert.Equal(6, Matrix().Missing.Count);

        Change("postmortems/export.md", $"{surface}: {open}", $"{surface}: {ruledOut}");
        Assert.Equal(SurfaceState.NotNeeded, Matrix().Surfaces.Single(s => s.Name == surface).State);

        // Half an answer is none, and saying that it is patched does not make it so.
        foreach (var half in new[] { "{state: open, owner: data}", "{state: open, due: 2026-07-01}", "{state: not-needed}", patched })
        {
            fixture.With(
                "postmortems/export.md",
                File.ReadAllText(Path.Combine(fixture.Directory, "postmortems/export.md"))
                    .Replace($"{surface}: {ruledOut}", $"{surface}: {half}", StringComparison.Ordinal)
            );
            Assert.Equal(SurfaceState.Failing, Matrix().Surfaces.Single(s => s.Name == surface).State);
            Change("postmortems/export.md", $"{surface}: {half}", $"{surface}: {ruledOut}");
        }
    }

    [Fact]
    public void What_stands_in_the_way_is_one_sentence_each_and_begins_with_its_question()
    {
        Change("postmortems/export.md", "searched: [invoices missing, export hangs]", "tags: [x]");
        Change("postmortems/export.md", "  drill: {state: open, owner: data, due: 2026-07-01}\n", "");
        Assert.Equal(
            [
                "Could support find it? Nobody wrote down what was searched that day; fill in `searched` with the exact words.",
                "Have we practised it? Not answered; link what fixed it, leave it open with owner and date, or rule it out with a reason.",
            ],
            Matrix().Unanswered
        );
        Assert.All(
            Knowledge.Content.Documents.Surface.Names,
            name => Assert.EndsWith("?", SurfaceQuestion.Of(name).Question, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_renamed_runbook_turns_it_open_again_and_an_alias_mends_it()
    {
        File.Move(Path.Combine(fixture.Directory, "spool-full.md"), Path.Combine(fixture.Directory, "spool-has-no-room.md"));
        Assert.False(Matrix().MayClose);
        Change("spool-has-no-room.md", "owner: data", "owner: data\naliases: [spool-full]");
        Change("alerts/rules.yaml", "docs/spool-full", "docs/spool-has-no-room");
        Assert.True(Matrix().MayClose, string.Join("; ", Matrix().Missing));
    }

    [Theory]
    [InlineData("[PortalSlow]", "link: PortalSlow", "no alert of this postmortem leads to spool-full")]
    [InlineData("[]", "link: none", "the postmortem names no alert; list them in `alerts`")]
    [InlineData("[SpoolFull]", "link: PortalSlow", null)]
    [InlineData("[Spool*]", "link: none", null)]
    [InlineData("[{alertname: SpoolFull, namespace: batch}]", "link: none", null)]
    [InlineData("[PortalSlow]", "link: SpoolFull", null)]
    public void An_alert_of_another_incident_that_leads_to_the_runbook_is_not_the_one(string alerts, string detection, string? missing)
    {
        fixture.With("alerts/portal.yaml", "groups:\n- name: h\n  rules:\n  - {alert: PortalSlow, expr: portal > 1}\n");
        Change("postmortems/export.md", "failing: [spool]", $"failing: [spool]\nalerts: {alerts}");
        Change("postmortems/export.md", "link: SpoolFull", detection);
        var verification = Matrix().Surfaces.Single(s => s.Name == "alert-link").Verification!;
        Assert.Equal(missing is null, verification.Holds);
        Assert.Contains(missing ?? "SpoolFull leads to spool-full", verification.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stub_is_no_runbook_for_an_alert()
    {
        fixture.With("spool-full.md", "# Spool full\n\n## Remediation\n\n1. Call somebody.\n");
        Assert.Contains("only a stub", Matrix().Surfaces.Single(s => s.Name == "alert-link").Missing, StringComparison.Ordinal);
    }

    [Fact]
    public void Checks_tell_of_lost_searches_with_the_rank_that_the_baseline_knows()
    {
        var before = CheckedContent.Of(fixture.Build(), Now, TimeSpan.FromDays(180));
        Assert.DoesNotContain(
            CheckRun.Of(before),
            f => f.Code is FindingCodes.SearchLost or FindingCodes.SurfaceNotHolding or FindingCodes.ClosedUnpatched
        );
        var cards = SearchedCard.Of(before);
        Assert.Equal(["invoices missing", "export hangs"], cards.Select(c => c.Query));

        Change("spool-full.md", "## Remediation", "## Notes");
        var after = CheckedContent.Of(fixture.Build(), Now, TimeSpan.FromDays(180)) with
        {
            CardRanks = cards.ToDictionary(c => (c.DocumentId, c.Query), c => c.Rank),
        };
        var lost = CheckRun.Of(after).Where(f => f.Code == FindingCodes.SearchLost).ToList();
        Assert.Equal(["export hangs", "invoices missing"], lost.Select(f => f.Subject).Order());
        Assert.All(lost, f => Assert.Equal((Severity.Error, "postmortems/export.md", 11), (f.Severity, f.File, f.Line)));
        Assert.All(
            lost,
            f =>
                Assert.Contains(
                    $"in the baseline its card was in place {cards.Single(c => c.Query == f.Subject).Rank}",
                    f.Message,
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void Without_its_own_quotation_it_is_looked_for_again()
    {
        var knowledge = fixture.Build();
        Assert.All(SearchReplay.WithoutQuotation(knowledge.Find("postmortems/export")!, knowledge), r => Assert.Equal(1, r.HitRank));

        Change("postmortems/export.md", "searched: [invoices missing, export hangs]", "searched: [zebra crossing painted]");
        Assert.Contains(
            CheckRun.Of(fixture.Build(), Now),
            f => f is { Code: FindingCodes.FoundByQuotationOnly, Subject: "zebra crossing painted" }
        );
    }

    [Fact]
    public void A_closed_postmortem_that_came_undone_is_an_error_and_an_overdue_surface_a_warning()
    {
        Change("postmortems/export.md", "status: published", "status: closed");
        Assert.DoesNotContain(CheckRun.Of(fixture.Build(), Now), f => f.Code == FindingCodes.ClosedUnpatched);
        Change("alerts/rules.yaml", "component: spool", "component: portal");
        var finding = Assert.Single(CheckRun.Of(fixture.Build(), Now), f => f.Code == FindingCodes.ClosedUnpatched);
        Assert.Equal(("detection", Severity.Error, 5), (finding.Subject, finding.Severity, finding.Line));
        Assert.Equal(
            "drill",
            Assert.Single(CheckRun.Of(fixture.Build(), Now.AddDays(60)), f => f.Code == FindingCodes.SurfaceOverdue).Subject
        );
    }

    [Theory]
    [InlineData("Add an alert on free space of the spool", "detection")]
    [InlineData("Write a runbook for a full spool", "runbook")]
    [InlineData("Upgrade fluentd to 1.16", "code")]
    [InlineData("Hold a game day with the night shift", "drill")]
    [InlineData("Name an owner for the clean-up job", "ownership")]
    [InlineData("Publish a notice on the status page template", "status-page")]
    [InlineData("Fix it (OPS-1, data)", "code")]
    [InlineData("", "code")]
    public void An_action_touches_a_surface_by_its_words(string action, string surface) =>
        Assert.Contains(surface, ActionSurfaces.Of(action));

    private void Change(string file, string old, string now)
    {
        var path = Path.Combine(fixture.Directory, file);
        var text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, now, StringComparison.Ordinal));
    }

    private PatchMatrix Matrix()
    {
        var knowledge = fixture.Build();
        return knowledge.PatchesOf(knowledge.Find("postmortems/export")!, Now);
    }
}
