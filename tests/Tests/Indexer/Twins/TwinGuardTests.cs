using Knowledge.Content.Documents;
using Knowledge.Indexer.Twins;

namespace Knowledge.Tests.Indexer.Twins;

public sealed class TwinGuardTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 7, 0, 0, TimeSpan.Zero);

    private static TouchReport Story(string? repository, string? acknowledge = null, params IReadOnlyList<string> paths) =>
        TwinGuard.Of(Fixture.Of(Path.Combine(Repository.Root, "runbooks")), new(repository, paths, acknowledge), Now);

    private static TouchReport Touch(string front, string body, string? repository, params IReadOnlyList<string> paths)
    {
        using var content = new Fixture();
        content.With("pm.md", $"---\nkind: postmortem\ndate: 2026-01-02\n{front}---\n# Pm\n\n## Root cause\n\n{body}\n");
        return TwinGuard.Of(content.Build(), new(repository, paths), Now);
    }

    [Fact]
    public void The_change_of_the_story_lacks_the_clean_up_script()
    {
        var report = Story("ticker-loader", null, "src/output/shard-07.py");
        Assert.Equal(TouchVerdict.TwinMissing, report.Verdict);
        var missing = Assert.Single(report.Missing);
        Assert.Equal(("infra-cron", "cron/cleanup-ticker.sh", "platform"), (missing.Repository, missing.Path, missing.Owner!.Team));
        Assert.NotNull(missing.Owner.Contact);
        var set = Assert.Single(report.Sets);
        Assert.Equal(("postmortems/2026-03-02-empty-dashboards", DocumentKind.Postmortem), (set.DocumentId, set.Kind));
        Assert.Contains("nightly-load-stuck", set.AlsoIn.Select(o => o.DocumentId));
        Assert.Equal(["src/output/shard-07.py"], Assert.Single(set.Touched).By);
        Assert.Contains(report.Named, n => n.DocumentId == "postmortems/2026-03-02-empty-dashboards" && n.As == "src/output/shard-*.py");
    }

    [Fact]
    public void The_other_way_round_the_loader_is_missing()
    {
        var missing = Assert.Single(Story("tickerline/infra-cron", null, "./cron/cleanup-ticker.sh").Missing);
        Assert.Equal(("ticker-loader", "data"), (missing.Repository, missing.Owner!.Team));
    }

    [Fact]
    public void With_its_twin_or_a_link_a_change_is_complete()
    {
        Assert.Equal(
            TouchVerdict.Complete,
            Story("ticker-loader", null, "src/output/shard-07.py", "infra-cron:cron/cleanup-ticker.sh").Verdict
        );
        Assert.Equal(TouchVerdict.Complete, Story(null, null, "src/output/shard-07.py", "cron/cleanup-ticker.sh").Verdict);
        var acknowledged = Story("ticker-loader", "https://tracker.tickerline.example/PLAT-300", "src/output/shard-07.py");
        Assert.Equal((TouchVerdict.Acknowledged, 1), (acknowledged.Verdict, acknowledged.Missing.Count));
    }

    [Theory]
    [InlineData("ticker-loader", "README.md")]
    [InlineData("web-ui", "src/output/shard-07.py")]
    [InlineData("ticker-loader", "src/output/old/shard-07.py")]
    [InlineData("ticker-loader", "cron/cleanup-ticker.sh")]
    public void Other_paths_have_no_twin(string repository, string path) =>
        Assert.Equal(TouchVerdict.NoTwin, Story(repository, null, path).Verdict);

    [Theory]
    [InlineData("src/**/out.py", "src/a/b/out.py", true)]
    [InlineData("src/", "src/a/b/out.py", true)]
    [InlineData("src", "src/a/b/out.py", true)]
    [InlineData("src/*", "src/a/out.py", false)]
    [InlineData("src/*.py", "src/a/out.py", false)]
    [InlineData("./src/*.py", "src/out.py", true)]
    [InlineData("/src/out.py", "src\\out.py", true)]
    [InlineData("**", "anything/at/all", true)]
    public void Patterns_stand_for_paths(string pattern, string path, bool isTouched) =>
        Assert.Equal(
            isTouched,
            Touch($"twins:\n  - {{repository: a, path: \"{pattern}\"}}\n  - {{repository: b, path: other}}\n", "x", "a", path).Sets.Count
                > 0
        );

    [Theory]
    [InlineData("infra-cron", "infra-cron", true)]
    [InlineData("tickerline/infra-cron", "infra-cron", true)]
    [InlineData("git@git.example:tickerline/Infra-Cron.git", "tickerline/infra-cron", true)]
    [InlineData("https://git.example/tickerline/infra-cron.git/", "infra-cron", true)]
    [InlineData("other/infra-cron", "tickerline/infra-cron", false)]
    [InlineData("my-infra-cron", "infra-cron", false)]
    [InlineData("", "infra-cron", false)]
    public void Repositories_are_the_same_by_the_end_of_their_names(string a, string b, bool same)
    {
        Assert.Equal(same, RepositoryName.Same(a, b));
        Assert.Equal(same, RepositoryName.Same(b, a));
    }

    [Theory]
    [InlineData("Look at `cron/cleanup.sh`.", true)]
    [InlineData("Look at `/opt/infra/cron/cleanup.sh`.", true)]
    [InlineData("Look at `cron/*.sh`.", true)]
    [InlineData("Look at `cleanup.sh`.", true)]
    [InlineData("Run\n\n```sh\nsh cron/cleanup.sh --dry\n```\n", true)]
    [InlineData("Look at cron/cleanup.sh, which is no code.", false)]
    [InlineData("Look at `README.md` and `/dev/null` and `*.sh` and `other/cleanup.sh.bak`.", false)]
    public void Pages_name_paths_in_code(string body, bool isNamed)
    {
        var report = Touch("", body, null, "cron/cleanup.sh", "docs/README.md");
        Assert.Equal((TouchVerdict.NoTwin, isNamed), (report.Verdict, report.Named.Count > 0));
    }

    [Fact]
    public void An_alert_rule_names_paths_in_its_words()
    {
        using var content = new Fixture();
        content.With(
            "rules.yaml",
            "groups: [{name: g, rules: [{alert: CleanUpIdle, expr: a, annotations: {description: "
                + "'See cron/cleanup.sh, which removed nothing.'}}]}]"
        );
        var named = Assert.Single(TwinGuard.Of(content.Build(), new(null, ["cron/cleanup.sh"]), Now).Named);
        Assert.Equal((DocumentKind.Alert, "alerts/cleanupidle"), (named.Kind, named.DocumentId));
    }

    [Fact]
    public void Without_an_owner_the_owner_of_the_page_is_named()
    {
        var report = Touch("owner: storage\ntwins:\n  - {repository: a, path: x}\n  - {repository: b, path: y}\n", "x", "a", "x");
        Assert.Equal("storage", Assert.Single(report.Missing).Owner!.Team);
    }

    [Theory]
    [InlineData("ftp://a.example/1")]
    [InlineData("PLAT-300")]
    [InlineData("javascript:alert(1)")]
    public void Only_a_link_acknowledges(string link) => Assert.NotNull(TwinGuard.Validate(new(null, ["a"], link)));

    [Fact]
    public void A_change_of_many_paths_is_looked_at_and_one_of_too_many_is_not()
    {
        Assert.Null(TwinGuard.Validate(new(null, [.. Enumerable.Range(0, TwinGuard.MaxPaths).Select(i => $"src/{i}.py")])));
        Assert.NotNull(TwinGuard.Validate(new(null, [.. Enumerable.Range(0, TwinGuard.MaxPaths + 1).Select(i => $"src/{i}.py")])));
        Assert.Equal(
            TouchVerdict.TwinMissing,
            Story("ticker-loader", null, [.. Enumerable.Range(0, TwinGuard.MaxPaths).Select(i => $"src/output/shard-{i}.py")]).Verdict
        );
    }
}
