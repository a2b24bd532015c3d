using Knowledge.Indexer.Text;

namespace Knowledge.Tests.Indexer.Text;

public sealed class ThesaurusTests
{
    [Fact]
    public void Built_in_file_is_read_whole()
    {
        var (thesaurus, problem) = Thesaurus.Read(Repository.Text("indexer/Text/thesaurus.yaml"));
        Assert.Null(problem);
        Assert.True(thesaurus.Groups >= 60, $"{thesaurus.Groups} groups");
    }

    [Theory]
    [InlineData("blank", "empty")]
    [InlineData("empty", "no data")]
    [InlineData("not loading", "blank")]
    [InlineData("ENOSPC", "disk full")]
    [InlineData("dashboard", "chart")]
    [InlineData("stuck", "not finishing")]
    [InlineData("crash looping", "CrashLoopBackOff")]
    public void Built_in_groups_know_that(string typed, string written) =>
        Assert.Contains(Synonyms(Thesaurus.BuiltIn, typed), s => s.Phrase == written);

    [Fact]
    public void Own_groups_join_the_built_in_ones_and_may_be_one_way()
    {
        var thesaurus = Thesaurus.WithBuiltIn(["groups:\n  - name: ours\n    weight: 0.5\n    from: [vortex]\n    to: [ticker loader]\n"]);
        Assert.Equal(0.5f, Assert.Single(Synonyms(thesaurus, "vortex")).Weight);
        Assert.DoesNotContain(Synonyms(thesaurus, "ticker loader"), s => s.Phrase == "vortex");
        Assert.NotEmpty(Synonyms(thesaurus, "blank"));
    }

    [Fact]
    public void A_broken_file_keeps_what_was_read_and_says_where_it_broke()
    {
        var (thesaurus, problem) = Thesaurus.Read("groups:\n  - name: ours\n    terms: [a b, c d]\n---\ngroups: [");
        Assert.NotNull(problem);
        Assert.NotEmpty(Synonyms(thesaurus, "a b"));
    }

    private static List<Synonym> Synonyms(Thesaurus thesaurus, string phrase)
    {
        var terms = Negations.Merge(Tokenizer.Words(Tokenizer.Tokenize(phrase))).Select(t => t.Term).ToList();
        return [.. thesaurus.At(terms, 0).Where(m => m.Length == terms.Count).SelectMany(m => m.Synonyms)];
    }
}
