using Knowledge.Indexer.Text;

namespace Knowledge.Tests.Indexer.Text;

/// <remarks>
/// The English vocabulary is a sample over all suffix classes of Debian's wamerican 2020.12.07 (SCOWL), and words of operations;
/// its stems were made by the reference implementation, <c>stemwords -l english</c> of Debian's libstemmer-tools 2.2.0.
/// </remarks>
public sealed class StemmerTests
{
    [Fact]
    public void Agrees_with_the_reference_implementation_on_every_word_of_the_English_vocabulary()
    {
        var vocabulary = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Indexer/Text/english-stems.tsv"))
            .Select(line => line.Split('\t'))
            .ToList();

        Assert.InRange(vocabulary.Count, 3_000, int.MaxValue);
        Assert.Empty(
            vocabulary
                .Where(entry => English(entry[0]) != entry[1])
                .Select(entry => $"{entry[0]}: {entry[1]} was expected, {English(entry[0])} came")
        );
    }

    [Theory]
    [InlineData("dashboards", "dashboard")]
    [InlineData("dashboard", "dashboard")]
    [InlineData("loading", "load")]
    [InlineData("replicas", "replica")]
    [InlineData("retries", "retri")]
    [InlineData("retrying", "retri")]
    [InlineData("certificates", "certif")]
    [InlineData("unschedulable", "unschedul")]
    [InlineData("naïvely", "naiv")]
    public void Joins_the_forms_of_an_English_word(string word, string stem) => Assert.Equal(stem, English(word));

    // Forms that people write of one word: with and without accents, singular and plural, with other cases.
    [Theory]
    [InlineData("de", "festplatte festplatten")]
    [InlineData("de", "überlauf ueberlauf uberlauf überläufe u\u0308berlauf")]
    [InlineData("de", "größe grösse groesse")]
    [InlineData("de", "server servern")]
    [InlineData("de", "system systeme systemen")]
    [InlineData("fr", "disque disques")]
    [InlineData("fr", "mémoire memoire mémoires")]
    [InlineData("fr", "saturé saturée saturées sature")]
    [InlineData("es", "disco discos")]
    [InlineData("es", "contraseña contraseñas contrasena")]
    [InlineData("es", "sesión sesion")]
    [InlineData("it", "errore errori")]
    [InlineData("pt", "disco discos")]
    [InlineData("nl", "schijf schijfs")]
    [InlineData("sv", "disken diskar disk")]
    [InlineData("da", "disken disk diske")]
    [InlineData("no", "disken disker disk")]
    [InlineData("fi", "levyn levyt")]
    [InlineData("ru", "диск диска диски дисков")]
    [InlineData("ru", "объём объем")]
    [InlineData("cs", "server servery serveru")]
    [InlineData("tr", "sunucular sunucuda")]
    [InlineData("hu", "szerver szerverek")]
    [InlineData("ro", "server serverul")]
    [InlineData("pl", "dostęp dostep")]
    [InlineData("zh", "disks disk")]
    public void Joins_the_forms_of_a_word(string language, string forms)
    {
        var stems = forms.Split(' ').Select(w => Stemmer.Stem(language, w)).ToList();
        Assert.True(stems.Distinct().Count() == 1, string.Join(' ', stems));
    }

    // Different words must stay different, and a language must not get the stems of another.
    [Theory]
    [InlineData("de", "platte", "platz")]
    [InlineData("de", "leer", "lehre")]
    [InlineData("fr", "base", "bas")]
    [InlineData("es", "red", "rey")]
    [InlineData("ru", "диск", "дисплей")]
    [InlineData("en", "server", "serve")]
    public void Keeps_words_apart(string language, string one, string other) =>
        Assert.NotEqual(Stemmer.Stem(language, one), Stemmer.Stem(language, other));

    [Theory]
    [InlineData("en", "")]
    [InlineData("en", "s")]
    [InlineData("en", "error503s")]
    [InlineData("de", "error503s")]
    [InlineData("fr", "read-only")]
    [InlineData("en", "Pods")]
    [InlineData("es", "/var/logs")]
    [InlineData("en", "pod")]
    [InlineData("en", "news")]
    [InlineData("zh", "磁盘")]
    [InlineData("ja", "サーバ")]
    public void Leaves_what_has_no_endings_as_it_is(string language, string word) => Assert.Same(word, Stemmer.Stem(language, word));

    [Fact]
    public void Leaves_a_word_of_more_than_64_letters_as_it_is()
    {
        var longest = new string('a', 62) + "bs";

        Assert.Equal(longest[..^1], English(longest));
        Assert.Same(longest = "a" + longest, English(longest));
    }

    [Theory]
    [InlineData("'''")]
    [InlineData("''s")]
    [InlineData("'s'")]
    [InlineData("\u0301")]
    [InlineData("\u0301\u0308")]
    public void Takes_what_is_hardly_a_word_without_failing(string word)
    {
        foreach (var language in Languages)
            Assert.NotNull(Stemmer.Stem(language, word));
    }

    // Every text must be indexed, whatever language it is said to be in.
    [Fact]
    public void Takes_every_word_in_every_language()
    {
        var words = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Indexer/Text/english-stems.tsv"))
            .Select(line => line.Split('\t')[0])
            .Where((_, i) => i % 5 == 0)
            .Concat("é ü ß ñ ø å ı ğ ș ż ж я ü ue ae oe sse ees esse aux ement issement İ".Split(' '))
            .ToList();
        foreach (var language in Languages)
            Assert.All(words, w => Assert.NotEmpty(Stemmer.Stem(language, w)));
    }

    [Fact]
    public void Threads_do_not_disturb_each_other() =>
        Parallel.For(
            0,
            20_000,
            i => Assert.Equal(i % 2 == 0 ? "festplatt" : "verbindung", Stemmer.Stem("de", i % 2 == 0 ? "festplatten" : "verbindungen"))
        );

    private static string[] Languages { get; } =
    ["", "cs", "da", "de", "en", "es", "fi", "fr", "hu", "it", "ja", "ko", "nl", "no", "pl", "pt", "ro", "ru", "sv", "tr", "zh"];

    private static string English(string word) => Stemmer.Stem("en", word);
}
