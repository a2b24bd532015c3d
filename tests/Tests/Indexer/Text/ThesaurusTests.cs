using Knowledge.Indexer.Text;

namespace Knowledge.Tests.Indexer.Text;

public sealed class ThesaurusTests
{
    [Theory]
    [InlineData("en", 60)]
    [InlineData("de", 40)]
    [InlineData("fr", 40)]
    [InlineData("es", 40)]
    [InlineData("zh", 25)]
    [InlineData("ja", 25)]
    [InlineData("ko", 40)]
    public void Built_in_file_is_read_whole(string language, int atLeast)
    {
        var (groups, problem) = SynonymGroups.Read(TextLanguage.Of(language), ThesaurusFile.BuiltIn(language)!);
        Assert.Null(problem);
        Assert.True(groups.Groups >= atLeast, $"{groups.Groups} groups");
    }

    [Theory]
    [InlineData("en", "blank", "empty")]
    [InlineData("en", "empty", "no data")]
    [InlineData("en", "not loading", "blank")]
    [InlineData("en", "ENOSPC", "disk full")]
    [InlineData("en", "dashboard", "chart")]
    [InlineData("en", "stuck", "not finishing")]
    [InlineData("en", "crash looping", "CrashLoopBackOff")]
    [InlineData("de", "keine Daten", "leer")]
    [InlineData("de", "lädt nicht", "keine Daten")]
    [InlineData("de", "Platte voll", "kein Speicherplatz")]
    [InlineData("fr", "disque plein", "plus d'espace")]
    [InlineData("fr", "aucune donnée", "vide")]
    [InlineData("es", "disco lleno", "sin espacio")]
    [InlineData("es", "no carga", "vacío")]
    [InlineData("zh", "磁盘满", "空间不足")]
    [InlineData("ja", "ディスクフル", "容量不足")]
    [InlineData("ko", "디스크 풀", "용량 부족")]
    [InlineData("ko", "먹통", "응답 없음")]
    public void Built_in_groups_know_that(string language, string typed, string written) =>
        Assert.Contains(Synonyms(Thesaurus.BuiltIn, typed, language), s => s.Phrase == written);

    // What is said in one language stands for nothing in another.
    [Theory]
    [InlineData("de", "blank")]
    [InlineData("en", "leer")]
    [InlineData("pl", "keine Daten")]
    public void Groups_are_those_of_one_language(string language, string typed) =>
        Assert.Empty(Synonyms(Thesaurus.BuiltIn, typed, language));

    [Fact]
    public void Own_groups_join_the_built_in_ones_and_may_be_one_way()
    {
        var thesaurus = Thesaurus.WithBuiltIn([
            new("en", "groups:\n  - name: ours\n    weight: 0.5\n    from: [vortex]\n    to: [ticker loader]\n"),
            new("de", "groups:\n  - name: unsere\n    terms: [Kassensystem, POS]\n"),
        ]);
        Assert.Equal(0.5f, Assert.Single(Synonyms(thesaurus, "vortex")).Weight);
        Assert.DoesNotContain(Synonyms(thesaurus, "ticker loader"), s => s.Phrase == "vortex");
        Assert.NotEmpty(Synonyms(thesaurus, "blank"));
        Assert.Contains(Synonyms(thesaurus, "Kassensysteme", "de"), s => s.Phrase == "POS");
        Assert.NotEmpty(Synonyms(thesaurus, "keine Daten", "de"));
    }

    [Fact]
    public void A_broken_file_keeps_what_was_read_and_says_where_it_broke()
    {
        var (groups, problem) = SynonymGroups.Read(TextLanguage.English, "groups:\n  - name: ours\n    terms: [a b, c d]\n---\ngroups: [");
        Assert.NotNull(problem);
        Assert.NotEmpty(Synonyms(groups, "a b", "en"));
    }

    [Theory]
    [InlineData("thesaurus.yaml", "en")]
    [InlineData("thesaurus.de.yaml", "de")]
    [InlineData("thesaurus.pt-BR.yaml", "pt")]
    [InlineData("docs/thesaurus.de.yaml", null)]
    [InlineData("thesaurus.old-copy.yaml", "old")]
    [InlineData("thesaurus..yaml", null)]
    [InlineData("thesaurus.de.yml", null)]
    [InlineData("thesaurus.d4.yaml", null)]
    public void The_name_of_a_file_says_its_language(string path, string? language) =>
        Assert.Equal(language, ThesaurusFile.LanguageOf(path));

    private static List<Synonym> Synonyms(Thesaurus thesaurus, string phrase, string language = "en") =>
        Synonyms(thesaurus.In(TextLanguage.Of(language)), phrase, language);

    private static List<Synonym> Synonyms(SynonymGroups groups, string phrase, string language)
    {
        var of = TextLanguage.Of(language);
        var terms = Negations.Merge(Tokenizer.Words(Tokenizer.Tokenize(phrase, of)), of).Select(t => t.Term).ToList();
        return [.. groups.At(terms, 0).Where(m => m.Length == terms.Count).SelectMany(m => m.Synonyms)];
    }
}
