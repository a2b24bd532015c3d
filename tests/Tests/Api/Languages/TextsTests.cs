using Knowledge.Api.Languages;
using Knowledge.Api.Ui;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Tests.Api.Languages;

public sealed class TextsTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 4, 10, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("en", 0, "0 pages")]
    [InlineData("en", 1, "1 page")]
    [InlineData("de", 0, "0 Seiten")]
    [InlineData("de", 1, "1 Seite")]
    [InlineData("de", 2, "2 Seiten")]
    [InlineData("fr", 0, "0 page")]
    [InlineData("fr", 1, "1 page")]
    [InlineData("fr", 2, "2 pages")]
    public async Task Counts_take_the_form_of_their_language(string code, int count, string expected) =>
        Assert.Equal(expected, await In(code, () => Plural(count, "{0} page", "{0} pages")));

    [Theory]
    [InlineData("en", "2 Mar 2026 04:10 UTC", "Mon 04:10", "2 Mar", "Mar 2026", "12,345")]
    [InlineData("de", "2. März 2026 04:10 UTC", "Mo 04:10", "2. März", "März 2026", "12.345")]
    [InlineData("fr", "2 mars 2026 04:10 UTC", "lun. 04:10", "2 mars", "mars 2026", "12\u202f345")]
    public async Task Dates_and_numbers_are_written_as_the_language_does(
        string code,
        string minute,
        string shortly,
        string day,
        string month,
        string count
    )
    {
        var date = DateOnly.FromDateTime(At.UtcDateTime);
        Assert.Equal(
            (minute, shortly, day, month, count),
            await In(
                code,
                () => (Dates.Minute(At), Dates.Short(At, At.AddDays(1)), Dates.DayOfYear(date), Dates.Month(date), Dates.Count(12_345))
            )
        );
    }

    [Theory]
    [InlineData(0, "04:10")]
    [InlineData(6 * 24 * 60 - 1, "Mon 04:10")]
    [InlineData(6 * 24 * 60, "2 Mar 2026")]
    public void A_short_time_is_as_exact_as_it_is_new(int minutes, string expected) =>
        Assert.Equal(expected, Dates.Short(At, At.AddMinutes(minutes)));

    [Fact]
    public async Task What_is_filled_into_markup_is_encoded()
    {
        var html = await In("de", () => Html("by <a href='{0}'>{1}</a>", "/a?b='c'", "<i>ü</i>").Value);
        Assert.Equal("von <a href='/a?b=&#x27;c&#x27;'>&lt;i&gt;ü&lt;/i&gt;</a>", html);
    }

    [Theory]
    [InlineData("feed has an owner", "feed hat Zuständige")]
    [InlineData("spool lacks remediation steps and an owner", "spool fehlt: Schritte zur Behebung und Zuständige")]
    [InlineData(
        "“2026-13-01” is not a date. 13 is not a month. Write it as 2026-03-02.",
        "„2026-13-01“ ist kein Datum. 13 ist kein Monat. Schreiben Sie es wie 2026-03-02."
    )]
    [InlineData("Load leads to spool, which is only a stub", "Load führt zu spool, das nur ein Platzhalter ist")]
    [InlineData("Load leads to spool", "Load führt zu spool")]
    [InlineData("link works", "Link funktioniert")]
    [InlineData("nobody knows this sentence", "nobody knows this sentence")]
    public async Task Sentences_of_other_parts_are_known_again(string english, string german)
    {
        Assert.Equal(german, await In("de", () => FromEnglish(english)));
        Assert.Equal(english, FromEnglish(english));
    }

    [Theory]
    [InlineData("en", "2 d 3 h")]
    [InlineData("de", "2 T 3 h")]
    [InlineData("fr", "2 j 3 h")]
    public async Task Durations_have_the_units_of_the_language(string code, string expected) =>
        Assert.Equal(expected, await In(code, () => Elapsed.Of(new TimeSpan(2, 3, 4, 0))));

    // In a flow of its own, as a page is.
    private static Task<T> In<T>(string code, Func<T> make) =>
        Task.Run(() =>
        {
            Language.Current = Language.Find(code)!;
            return make();
        });
}
