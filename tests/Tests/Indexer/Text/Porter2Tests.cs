using Knowledge.Indexer.Text;

namespace Knowledge.Tests.Indexer.Text;

/// <remarks>
/// The vocabulary is a sample over all suffix classes of Debian's wamerican 2020.12.07 (SCOWL), and words of operations;
/// its stems were made by the reference implementation, <c>stemwords -l english</c> of Debian's libstemmer-tools 2.2.0.
/// </remarks>
public sealed class Porter2Tests
{
    [Fact]
    public void Agrees_with_the_reference_implementation_on_every_word_of_the_vocabulary()
    {
        var vocabulary = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Indexer/Text/porter2-vocabulary.tsv"))
            .Select(line => line.Split('\t'))
            .ToList();

        Assert.InRange(vocabulary.Count, 3_000, int.MaxValue);
        Assert.Empty(
            vocabulary
                .Where(entry => Porter2.Stem(entry[0]) != entry[1])
                .Select(entry => $"{entry[0]}: {entry[1]} was expected, {Porter2.Stem(entry[0])} came")
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
    [InlineData("customer's", "custom")]
    [InlineData("'quoted'", "quot")]
    public void Joins_the_forms_of_a_word(string word, string stem) => Assert.Equal(stem, Porter2.Stem(word));

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("'s")]
    [InlineData("error503s")]
    [InlineData("read-only")]
    [InlineData("Pods")]
    [InlineData("naïvely")]
    [InlineData("customer’s")]
    public void Leaves_what_is_not_an_English_word_as_it_is(string word) => Assert.Same(word, Porter2.Stem(word));

    [Fact]
    public void Leaves_a_word_of_more_than_64_letters_as_it_is()
    {
        var longest = new string('a', 62) + "bs";

        Assert.Equal(longest[..^1], Porter2.Stem(longest));
        Assert.Same(longest = "a" + longest, Porter2.Stem(longest));
    }

    [Theory]
    [InlineData("pod")]
    [InlineData("news")]
    [InlineData("proceed")]
    [InlineData("yyy")]
    public void Gives_the_same_instance_where_nothing_changes(string word) => Assert.Same(word, Porter2.Stem(word));

    [Theory]
    [InlineData("'''")]
    [InlineData("''''")]
    [InlineData("''s")]
    [InlineData("'s'")]
    [InlineData("''s'")]
    public void Takes_a_word_of_apostrophes_only_without_failing(string word) => Assert.True(Porter2.Stem(word).Length < word.Length);
}
