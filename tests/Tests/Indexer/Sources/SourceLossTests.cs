using Knowledge.Content.Findings;
using Knowledge.Indexer.Sources;

namespace Knowledge.Tests.Indexer.Sources;

public sealed class SourceLossTests : IDisposable
{
    private readonly ContentDirectory content = new();

    public void Dispose() => content.Dispose();

    private SourceSnapshot Of(int pages)
    {
        for (var i = 0; i < pages - 1; i++)
            content.Write($"page-{i:000}.md", $"# Page {i}\n\nbrimstone number{i}\n");
        return content.Read();
    }

    private SourceSnapshot After(SourceSnapshot before, string script)
    {
        content.Shell(script);
        return SourceLoss.Held(before, content.Read(before));
    }

    [Theory]
    [InlineData(20, 20, false)]
    [InlineData(21, 21, true)]
    [InlineData(21, 41, true)]
    [InlineData(21, 42, false)]
    [InlineData(22, 42, true)]
    [InlineData(0, 0, false)]
    public void Too_much_is_more_than_twenty_and_more_than_half(int lost, int before, bool isTooMuch) =>
        Assert.Equal(isTooMuch, SourceLoss.IsTooMuch(lost, before));

    [Theory]
    [InlineData("rm -r *", 33)]
    [InlineData("rm page-*", 32)]
    [InlineData("for f in page-*; do : > $f; touch -d '1 minute ago' $f; done", 32)]
    [InlineData("for f in page-*; do head -c 300 /dev/zero > $f; done", 32)]
    [InlineData("mkdir .hidden; mv page-* .hidden", 32)]
    public void Pages_that_go_all_at_once_are_kept(string script, int lost)
    {
        var before = Of(33);

        var held = After(before, script);

        Assert.Equal(lost, held.Lost);
        Assert.Equal(33, held.Files.Count(f => f.Documents.Count > 0));
        Assert.True(held.OutOfReach()("page-001.md"));
        Assert.Contains(held.Findings, f => f.Message.Contains("accept", StringComparison.Ordinal));
        // Nothing else is held, and the next look says the same.
        content.Write("new.md", "# New\n\nfresh\n");
        var next = SourceLoss.Held(held, content.Read(held));
        Assert.Equal(lost, next.Lost);
        Assert.Contains(next.Files, f => f.Path == "new.md" && f.Documents.Count == 1);
    }

    [Fact]
    public void Those_that_are_not_back_yet_are_held_until_they_are()
    {
        var held = After(Of(33), "mkdir .away; mv page-* .away");

        var half = After(held, "mv .away/page-00* .away/page-01* .");
        Assert.Equal(12, half.Lost);
        Assert.Equal(33, half.Files.Count(f => f.Documents.Count > 0));

        var all = After(half, "mv .away/page-* .");
        Assert.Equal((0, 33), (all.Lost, all.Files.Count(f => f.Documents.Count > 0)));
        // Then it is as any other: one page may go.
        Assert.Equal(32, After(all, "rm page-007.md").Files.Count(f => f.Documents.Count > 0));
    }

    [Theory]
    // Added, changed and taken away while the pages are out of reach.
    [InlineData(null, "remediation: [first aid]", true)]
    [InlineData("causes: [first aid]", "remediation: [first aid]", true)]
    [InlineData("remediation: [first aid]", null, false)]
    public void Pages_that_come_back_are_read_by_the_headings_of_now(string? then, string? now, bool hasSteps)
    {
        Headings(then);
        for (var i = 0; i < 33; i++)
            content.Write($"page-{i:000}.md", $"# Page {i}\n\n## First aid\n\n1. `restart number{i}`\n");
        var before = content.Read();
        Assert.Equal(then is ['r', ..], HasSteps(before));

        var held = After(before, "mkdir .away; mv page-* .away");
        Assert.Equal(33, held.Lost);
        Headings(now);
        held = SourceLoss.Held(held, content.Read(held));
        Assert.Equal(33, held.Lost);

        var back = After(held, "mv .away/page-* .");
        Assert.Equal(0, back.Lost);
        Assert.Equal(hasSteps, HasSteps(back));

        void Headings(string? text)
        {
            if (text is null)
                File.Delete(Path.Combine(content.Root, "headings.yaml"));
            else
                content.Write("headings.yaml", text);
        }

        static bool HasSteps(SourceSnapshot source)
        {
            var pages = source.Files.Where(f => f.Path.StartsWith("page-", StringComparison.Ordinal)).SelectMany(f => f.Documents);
            return Assert.Single(pages.Select(d => d.Sections.Any(s => s.Steps.Count > 0)).Distinct());
        }
    }

    [Theory]
    [InlineData("rm page-00*")]
    [InlineData("rm page-0[01]*")]
    [InlineData("mkdir sub; mv page-* sub")]
    [InlineData("for f in page-*; do mv $f renamed-$f; done")]
    [InlineData("for f in page-*; do printf '# Other\\n\\nwords\\n' > $f; done")]
    public void What_is_deleted_in_part_renamed_or_changed_is_not_held(string script) => Assert.Equal(0, After(Of(50), script).Lost);

    [Fact]
    public void What_comes_back_ends_it()
    {
        var before = Of(40);
        var held = After(before, "mkdir ../away; mv page-* ../away");
        Assert.Equal(39, held.Lost);

        var back = After(held, "mv ../away/* .");

        Assert.Equal(0, back.Lost);
        Assert.Equal(40, back.Files.Count);
        Assert.DoesNotContain(back.Findings, f => f.Code == FindingCodes.SourceMissing);
    }

    [Fact]
    public void A_page_whose_hash_is_not_known_is_not_taken_for_one_that_was_renamed()
    {
        var before = Of(33);
        before = before with { Files = [.. before.Files.Select(f => f with { Hash = "" })] };
        Assert.Equal(32, SourceLoss.Held(before, before with { Files = [before.Files.First(f => f.Documents.Count > 0)] }).Lost);
    }

    [Fact]
    public void What_somebody_let_go_is_not_held_with_the_others()
    {
        var before = Of(33);
        Assert.Equal(32, SourceLoss.Held(before, before with { Files = [] }, path => path == "page-001.md").Lost);
    }

    [Fact]
    public void A_directory_that_cannot_be_listed_has_lost_nothing()
    {
        var before = Of(33);
        var missing = before with { Files = [], IsMissing = true };
        Assert.Same(missing, SourceLoss.Held(before, missing));
    }

    [Fact]
    public void Every_page_of_a_few_may_go() => Assert.Equal(0, After(Of(20), "rm *").Lost);
}
