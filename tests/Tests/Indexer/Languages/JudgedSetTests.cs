using System.Globalization;
using Knowledge.Indexer;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Languages;

/// <summary>
/// Thirty pages and sixty questions in each of five languages, by words alone. The pages and questions were written for this, each question
/// as somebody in a hurry types it and with the page that answers it, before anything was searched.
/// </summary>
public sealed class JudgedSetTests
{
    private const double AtLeast = 0.9;

    /// <summary>A question, and the page that answers it; null where none does.</summary>
    private sealed record Question(string Text, string? Page);

    [Theory]
    [InlineData("de")]
    [InlineData("es")]
    [InlineData("fr")]
    [InlineData("ja")]
    [InlineData("zh")]
    public void Nine_of_ten_questions_find_their_page_among_the_first_three(string language)
    {
        using var content = new Fixture();
        Succeeds(Pages(content, language).Build(), language, "");
    }

    // Each language is read by its own rules when pages of all of them, and English ones, lie side by side.
    [Theory]
    [InlineData("de")]
    [InlineData("es")]
    [InlineData("fr")]
    [InlineData("ja")]
    [InlineData("zh")]
    public void The_same_among_pages_of_all_languages(string language)
    {
        using var content = new Fixture();
        foreach (var other in Languages)
            Pages(content, other);
        content.With("disk.md", "# Disk full\n\n## Symptoms\n\nThe node has no space left on its disk and the pods are not started.\n");
        Succeeds(content.Build(), language, language + "/");
    }

    // What no page is about gets no answer, however well it is said.
    [Theory]
    [InlineData("de")]
    [InlineData("es")]
    [InlineData("fr")]
    [InlineData("ja")]
    [InlineData("zh")]
    public void Questions_about_something_else_get_no_answer(string language)
    {
        using var content = new Fixture();
        var knowledge = Pages(content, language).Build();
        var negatives = Questions(language).Where(q => q.Page is null).ToList();

        Assert.Equal(10, negatives.Count);
        var answered = negatives.Select(q => Search(knowledge, q.Text)).Where(r => r.Answers.Count > 0).ToList();
        Assert.True(answered.Count == 0, string.Join('\n', answered.Select(r => $"{r.Query}: {r.Hits[0].DocumentId} {r.Confidence}")));
    }

    [Theory]
    [InlineData("de")]
    [InlineData("es")]
    [InlineData("fr")]
    [InlineData("ja")]
    [InlineData("zh")]
    public void Every_page_is_seen_to_be_in_its_language(string language)
    {
        using var content = new Fixture();
        Assert.All(Pages(content, language).Build().Documents, d => Assert.Equal(language, d.Language));
    }

    private static string[] Languages { get; } = ["de", "es", "fr", "ja", "zh"];

    private static void Succeeds(KnowledgeBase knowledge, string language, string folder)
    {
        var asked = Questions(language).Where(q => q.Page is not null).ToList();
        Assert.Equal(60, asked.Count);
        var missed = asked
            .Select(q => (Question: q, Found: Search(knowledge, q.Text).Hits.Take(3).Select(h => h.DocumentId).ToList()))
            .Where(q => !q.Found.Contains(folder.Length > 0 ? folder + q.Question.Page : $"{language}/{q.Question.Page}"))
            .ToList();
        var success = 1 - (double)missed.Count / asked.Count;
        var told = string.Create(
            CultureInfo.InvariantCulture,
            $"{language}: success@3 {success:0.000}\n{string.Join('\n', missed.Select(m => $"{m.Question}: {string.Join(", ", m.Found)}"))}"
        );
        TestContext.Current.TestOutputHelper!.WriteLine(told);
        Assert.True(success >= AtLeast, told);
    }

    private static SearchResponse Search(KnowledgeBase knowledge, string query) =>
        knowledge.Search(new SearchRequest(query), DateTimeOffset.UnixEpoch);

    private static Fixture Pages(Fixture content, string language)
    {
        foreach (var page in File.ReadAllText(PathOf($"{language}.pages.txt")).Split("=== ", StringSplitOptions.RemoveEmptyEntries))
            content.With(
                $"{language}/{page[..page.IndexOf('\n', StringComparison.Ordinal)].Trim()}.md",
                page[page.IndexOf('\n', StringComparison.Ordinal)..]
            );
        return content;
    }

    private static IEnumerable<Question> Questions(string language) =>
        File.ReadLines(PathOf($"{language}.questions.tsv"))
            .Select(l => l.Split('\t'))
            .Select(l => new Question(l[0], l[1] == "-" ? null : l[1]));

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Indexer/Languages", file);
}
