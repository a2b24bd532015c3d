using Knowledge.Indexer.Answers;

namespace Knowledge.Tests.Indexer.Answers;

/// <summary>What a query says beside its symptoms, and which cards it speaks for and against.</summary>
public sealed class StatedFactsTests
{
    private static StatedCard Card(string cause, string title = "", string symptoms = "", params IEnumerable<string> steps) =>
        new(
            StatedCard.TermsOf(cause),
            StatedCard.TermsOf(cause + "\n" + title),
            (cause + "\n" + title + "\n" + symptoms).ToLowerInvariant(),
            [.. steps.Select(StatedCard.TermsOf)]
        );

    private static IEnumerable<string> Against(string query, StatedCard card) =>
        StatedFacts.Of(query).Where(f => f.Speaks(card) < 0).Select(f => f.Text);

    [Theory]
    [InlineData("disk is not full but load is stuck", "The disk of the batch host is full.", "disk is not full")]
    [InlineData("disk isn't full, load hangs", "The disk of the batch host is full.", "disk isn't full")]
    [InlineData("disk not full", "Old files fill the disk.", "disk not full")]
    [InlineData("the certificate isnt expired", "The client certificate has expired.", "the certificate isnt expired")]
    [InlineData("charts empty, no deploy", "A release of the page broke old browsers.", "no deploy")]
    [InlineData("charts empty and we didn't change anything", "Somebody changed the configuration.", "we didn't change anything")]
    [InlineData("nothing was deployed. charts are empty", "A new release has a fault.", "nothing was deployed")]
    [InlineData("all pods healthy but 503", "The pods of the gateway crashed.", "all pods healthy")]
    [InlineData("the gateway pods look fine", "The gateway was killed for memory.", "the gateway pods look fine")]
    [InlineData("the gateway pods look fine now", "The gateway was killed for memory.", "the gateway pods look fine now")]
    // Nothing at all was done, whatever the word for it.
    [InlineData("nothing was changed", "A release broke old browsers.", "nothing was changed")]
    [InlineData("we did not change anything", "A release broke old browsers.", "we did not change anything")]
    [InlineData("we did not update anything", "An update broke old browsers.", "we did not update anything")]
    public void What_is_denied_speaks_against_a_cause_that_says_so(string query, string cause, string stated) =>
        Assert.Equal([stated], Against(query, Card(cause)));

    [Theory]
    // Symptoms are negated too.
    [InlineData("dashboards are not loading", "The load of the dashboards is full of errors.")]
    [InlineData("no data since midnight", "The data load did not finish.")]
    [InlineData("pods are not ready", "The pods are full.")]
    [InlineData("no price updates since nine", "The feed was updated.")]
    [InlineData("the update did not finish", "The update is too large.")]
    // Another state, another thing, or the cause says no such thing.
    [InlineData("disk is not full", "The disk is broken.")]
    [InlineData("disk is not full", "The queue is full.")]
    [InlineData("disk is not full", "The disk is not full, it is read-only.")]
    [InlineData("no deploy", "The disk is full.")]
    [InlineData("all pods healthy", "The nightly load could not write because the disk is full.")]
    [InlineData("other pages of the app are fine", "The app is down.")]
    [InlineData("disk is full", "The disk is full.")]
    [InlineData("the release did not update the cache", "An update broke the cache.")]
    [InlineData("nothing works", "A new release has a fault.")]
    [InlineData("no deploy", "Somebody changed the configuration.")]
    [InlineData("gateway pods good when restarted by hand", "The gateway pods crashed.")]
    [InlineData("all pods healthy", "The database is down.")]
    [InlineData("all pods healthy", "The pods have too little to do.")]
    public void What_is_no_such_fact_speaks_against_nothing(string query, string cause) => Assert.Empty(Against(query, Card(cause)));

    [Fact]
    public void A_title_that_says_what_is_denied_counts_as_its_cause_does() =>
        Assert.Single(Against("disk is not full", Card("Core dumps lie there.", title: "Disk full on the batch host")));

    [Theory]
    [InlineData("only one customer has it", 1)]
    [InlineData("it is just a single client", 1)]
    [InlineData("one customer only", 1)]
    [InlineData("one customer called", 0)]
    [InlineData("only one of the charts", 0)]
    public void Whom_it_concerns_speaks_for_what_concerns_them(string query, int speaks) =>
        Assert.Equal(
            speaks,
            StatedFacts.Of(query).Select(f => f.Speaks(Card("The firewall blocks it.", symptoms: "one client has no prices"))).Sum()
        );

    [Fact]
    public void Whom_it_concerns_speaks_against_what_concerns_all() =>
        Assert.Single(Against("only one customer has it", Card("The gateway is down.", symptoms: "all customers see 503")));

    [Theory]
    [InlineData("tried clearing the browser cache", true)]
    [InlineData("clearing the browser cache did not help", true)]
    [InlineData("tried clearing the cache", true)]
    [InlineData("tried clearing", false)]
    [InlineData("tried clearing the disk", false)]
    [InlineData("already tried a cable", false)]
    [InlineData("the pods did not help themselves to more memory", false)]
    public void What_was_tried_in_vain_speaks_against_a_card_that_tells_to_do_it(string query, bool isAgainst) =>
        Assert.Equal(
            isAgainst,
            Against(query, Card("Old scripts are kept.", "", "", "Open the page.", "Clear the cache of the browser.")).Any()
        );

    [Fact]
    public void Nor_is_a_page_offered_that_is_about_what_was_tried() =>
        Assert.Single(Against("tried clearing the cache", Card("Old scripts are kept.", title: "Clear the cache")));

    [Fact]
    public void Facts_are_few_and_short_however_long_the_text_is()
    {
        var text = string.Join(", ", Enumerable.Range(0, 500).Select(i => $"disk{i} is not full")) + new string('x', 5000);
        var facts = StatedFacts.Of(text);
        Assert.InRange(facts.Count, 1, 8);
        Assert.All(facts, f => Assert.InRange(f.Text.Length, 1, 120));
    }
}
