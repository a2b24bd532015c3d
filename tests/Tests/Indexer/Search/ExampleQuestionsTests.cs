using System.Collections.Concurrent;
using System.Globalization;
using Knowledge.Content.Documents;
using Knowledge.Indexer;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Text;
using Knowledge.Tests.Indexer.Embeddings;

namespace Knowledge.Tests.Indexer.Search;

/// <summary>How well the search answers questions that were written without it, over the example knowledge base.</summary>
public sealed class ExampleQuestionsTests(ITestOutputHelper output)
{
    private static readonly KnowledgeBase Example = Fixture.Of(Path.Combine(Repository.Root, "runbooks"));
    private static readonly IReadOnlyList<ExampleQuestion> Questions = ExampleQuestion.Read();
    private static readonly ConcurrentDictionary<string, Lazy<Task<EmbeddedSearch>>> Askings = [];

    [Fact]
    public void Questions_are_distinct_and_what_answers_them_exists()
    {
        Assert.Empty(Questions.GroupBy(q => q.Text, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.DoesNotContain(Questions, q => string.IsNullOrWhiteSpace(q.Text));
        Assert.DoesNotContain(
            Questions.SelectMany(q => q.Right),
            id => Example.Find(id) is not { Kind: DocumentKind.Runbook or DocumentKind.Postmortem }
        );
        Assert.All(
            Questions,
            q => Assert.InRange(q.Right.Count, q.Kind == ExampleQuestion.None ? 0 : 1, q.Kind == ExampleQuestion.None ? 0 : 3)
        );
        Assert.All(Questions, q => Assert.Equal(q.Right.Distinct(), q.Right));
    }

    [Theory]
    [InlineData("symptom", 50)]
    [InlineData("keywords", 25)]
    [InlineData("typo", 20)]
    [InlineData("machine", 20)]
    [InlineData("alert", 12)]
    [InlineData("ticket", 10)]
    [InlineData("non-native", 12)]
    [InlineData("spelling", 5)]
    [InlineData(ExampleQuestion.NoSharedStem, 40)]
    [InlineData(ExampleQuestion.None, 40)]
    public void Each_way_of_asking_is_there_often_enough(string kind, int min) =>
        Assert.InRange(Questions.Count(q => q.Kind == kind), min, int.MaxValue);

    [Fact]
    public void Each_runbook_and_postmortem_is_the_best_answer_to_three_questions_or_more() =>
        Assert.All(
            Example.Documents.Where(d => d.Kind is DocumentKind.Runbook or DocumentKind.Postmortem),
            d => Assert.True(Questions.Count(q => q.IsLexical && q.Right[0] == d.Id.Value) >= 3, d.Id.Value)
        );

    [Fact]
    public void At_least_half_avoid_the_words_of_the_title_that_answers_them()
    {
        var lexical = Questions.Where(q => q.IsLexical).ToList();
        var avoiding = lexical.Count(q => !Terms(q.Text).Overlaps(Terms(Example.Find(q.Right[0])!.Title)));
        Assert.InRange(avoiding, lexical.Count / 2, lexical.Count);
    }

    [Fact]
    public void Questions_without_a_shared_stem_share_none_with_any_document_that_answers_them()
    {
        var questions = Questions.Where(q => q.Kind == ExampleQuestion.NoSharedStem).ToList();
        var shared = questions
            .SelectMany(q => q.Right.Select(id => (q.Text, id, Shared: Terms(q.Text).Intersect(FileTerms(id)).ToList())))
            .Where(q => q.Shared.Count > 0)
            .Select(q => $"{q.Text}: {q.id} has {string.Join(", ", q.Shared)}")
            .ToList();
        Assert.True(shared.Count == 0, string.Join('\n', shared));
        // Of stop words alone it would be true of any question.
        Assert.All(questions, q => Assert.InRange(Terms(q.Text).Count, 2, int.MaxValue));
    }

    [Theory]
    [InlineData(EmbedderSettings.None, 0.95)]
    [InlineData(EmbedderSettings.Table, 0.95)]
    [InlineData(EmbedderSettings.BuiltIn, 0.95)]
    public async Task A_right_document_is_among_the_first_three(string embedder, double floor)
    {
        var (share, report) = await SuccessAtThree(embedder, q => q.IsLexical);
        output.WriteLine(report);
        Assert.True(share >= floor, report);
    }

    // What words and synonyms alone reach, and what meaning adds.
    [Theory]
    [InlineData(EmbedderSettings.None, 0.4)]
    [InlineData(EmbedderSettings.Table, 0.5)]
    [InlineData(EmbedderSettings.BuiltIn, 0.7)]
    public async Task A_right_document_is_among_the_first_three_without_a_shared_stem(string embedder, double floor)
    {
        var (share, report) = await SuccessAtThree(embedder, q => q.Kind == ExampleQuestion.NoSharedStem);
        output.WriteLine(report);
        Assert.True(share >= floor, report);
    }

    // A search that never answers would pass this; MainJobTests holds what must be answered.
    [Theory]
    [InlineData(EmbedderSettings.None)]
    [InlineData(EmbedderSettings.Table)]
    [InlineData(EmbedderSettings.BuiltIn)]
    public async Task What_nothing_answers_gets_no_card(string embedder)
    {
        var none = Questions.Where(q => q.Kind == ExampleQuestion.None).ToList();
        var responses = await (await With(embedder)).Search(none.Select(q => q.Text));
        var carded = none.Zip(responses, (q, response) => (q.Text, Response: response)).Where(q => q.Response.Answers.Count > 0).ToList();
        var report =
            string.Create(CultureInfo.InvariantCulture, $"{none.Count - carded.Count} of {none.Count} got no card; these did:\n")
            + string.Join(
                '\n',
                carded.Select(q =>
                    $"  {Line(q.Text)}\n    {q.Response.Confidence}: {q.Response.Answers[0].DocumentId}, {q.Response.Answers[0].Cause}"
                )
            );
        output.WriteLine(report);
        Assert.True(none.Count - carded.Count >= 0.95 * none.Count, report);
    }

    /// <summary>The pages are embedded once for all tests here.</summary>
    private static Task<EmbeddedSearch> With(string embedder) =>
        Askings.GetOrAdd(embedder, e => new(() => EmbeddedSearch.Create(Example, e))).Value;

    private static async Task<(double Share, string Report)> SuccessAtThree(string embedder, Func<ExampleQuestion, bool> isWanted)
    {
        var wanted = Questions.Where(isWanted).ToList();
        var asked = wanted
            .Zip(
                await (await With(embedder)).Search(wanted.Select(q => q.Text)),
                (question, response) => (Question: question, Response: response)
            )
            .ToList();
        var found = asked.ToLookup(q => q.Response.Hits.Take(3).Any(h => q.Question.Right.Contains(h.DocumentId)));
        var first = asked.Count(q => q.Response.Hits.Take(1).Any(h => q.Question.Right.Contains(h.DocumentId)));
        var carded = asked.Where(q => q.Response.Answers.Count > 0).ToList();
        var rightCards = carded.Count(q =>
            q.Response.Answers[0]
                .Evidence.Select(e => e.DocumentId)
                .Append(q.Response.Answers[0].DocumentId)
                .Intersect(q.Question.Right)
                .Any()
        );
        var share = found[true].Count() / (double)asked.Count;
        var kinds = asked
            .GroupBy(q => q.Question.Kind)
            .Select(g => $"{g.Key} {found[true].Count(q => q.Question.Kind == g.Key)}/{g.Count()}");
        var misses = found[false]
            .Select(q =>
                $"  [{q.Question.Kind}] {Line(q.Question.Text)}\n    right: {string.Join(", ", q.Question.Right)}\n"
                + $"    came: {string.Join(", ", q.Response.Hits.Take(3).Select(h => h.DocumentId))}"
            );
        return (
            share,
            string.Create(
                CultureInfo.InvariantCulture,
                $"success@3 {share:F3} ({found[true].Count()} of {asked.Count}), first {first}, with a card {carded.Count}, "
                    + $"whose first cause rests on a right document {rightCards}; {string.Join(", ", kinds)}\n"
            ) + string.Join('\n', misses)
        );
    }

    private static string Line(string text) =>
        text.Replace("\n", @"\n", StringComparison.Ordinal).Replace("\t", @"\t", StringComparison.Ordinal);

    // As the index has them: stems, and names as a whole and in parts. Negations find nothing on their own.
    private static HashSet<string> Terms(string text) =>
        [
            .. Tokenizer
                .Tokenize(text)
                .Where(t => !StopWords.English.Contains(t.Surface) && !StopWords.English.IsNegation(t.Surface))
                .Select(t => t.Term),
        ];

    // The file as it is: front matter, title, body, commands.
    private static HashSet<string> FileTerms(string id) => Terms(Repository.Text(Path.Combine("runbooks", Example.Find(id)!.Path)));
}
