using System.Collections.Concurrent;
using System.Text;
using CsCheck;
using Knowledge.Api.Access;

namespace Knowledge.Tests.Api.Access.Visibility;

/// <summary>Whatever the pages and the groups are: no answer has a word of a page that whoever asks must not see.</summary>
[Trait("Reliability", "A-14")]
public sealed class VisibilityPropertyTests
{
    private const int Pages = 200;
    private const int Probed = 3;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Most pages are for everybody, as they are in a company.
    private static readonly Gen<(int[] Visibility, int Groups)> Cases = Gen.Select(
        Gen.Frequency((3, Gen.Const(16)), (2, Gen.Int[0, 15])).Array[Pages],
        Gen.Int[0, 7]
    );

    [Fact]
    public void No_answer_has_a_word_of_a_page_that_must_not_be_seen() =>
        Cases.Sample((visibility, groups) => Check(visibility, groups).GetAwaiter().GetResult(), iter: 2, threads: 1);

    private static async Task Check(int[] visibility, int bits)
    {
        var pages = PlantedPages.Of(visibility);
        string[] groups = [.. PlantedPages.Groups.Where((_, g) => (bits & 1 << g) != 0)];
        var hidden = pages.HiddenFrom(groups);
        using var server = Visitor.Local().With(pages);
        var probes = await Probes.Of(server, [.. hidden.Take(Probed)]);

        using var reader = server.As(Role.Author, "reader", groups);
        var words = hidden.SelectMany(p => p.Words).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var asked = AllRequests.Gets(server, probes).Concat(probes.SelectMany(AllRequests.Posts)).ToList();
        Assert.True(asked.Count > 300, $"{asked.Count} requests");
        var everything = string.Concat(asked.Select(a => a.Says));
        foreach (var (request, answer) in await Answers(reader, asked))
        {
            // What somebody typed is theirs to see again: in the answer, and in the lists of what nobody has answered.
            var said = IsOfGaps(request) ? everything : request.Says;
            var seen = words.FirstOrDefault(w =>
                answer.Contains(w, StringComparison.OrdinalIgnoreCase) && !said.Contains(w, StringComparison.OrdinalIgnoreCase)
            );
            Assert.True(seen is null, $"{request.Method} {request.Says} shows {seen}: {Around(answer, seen)}");
        }

        // The same walk shows an administrator what is there: it would have been seen.
        using var administrator = server.As(Role.Admin, "root");
        var all = string.Concat((await Answers(administrator, asked)).Select(a => a.Answer));
        var missed = hidden
            .Take(Probed)
            .SelectMany(p => p.Shown.Where(part => !all.Contains(p.Word(part), StringComparison.OrdinalIgnoreCase)))
            .Distinct();
        Assert.Equal("", string.Join(' ', missed));
    }

    private static async Task<IReadOnlyList<(AllRequests.Asked Request, string Answer)>> Answers(
        HttpClient client,
        IReadOnlyList<AllRequests.Asked> asked
    )
    {
        var answers = new ConcurrentBag<(AllRequests.Asked, string)>();
        await Parallel.ForEachAsync(
            asked,
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancellation },
            async (request, cancellation) =>
            {
                using var message = request.Message();
                using var answer = await client.SendAsync(message, cancellation);
                var text = new StringBuilder(await answer.Content.ReadAsStringAsync(cancellation));
                foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
                    text.Append('\n').Append(name).Append(": ").AppendJoin(", ", values.Select(Uri.UnescapeDataString));
                Assert.True((int)answer.StatusCode < 500 || (int)answer.StatusCode == 503, $"{request.Says}: {answer.StatusCode}");
                answers.Add((request, text.ToString()));
            }
        );
        return [.. answers];
    }

    private static bool IsOfGaps(AllRequests.Asked request) =>
        new[] { "gaps", "insights", "unanswered" }.Any(w => request.Says.Contains(w, StringComparison.Ordinal));

    private static string Around(string text, string? word)
    {
        if (word is null)
            return "";
        var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase);
        return text[Math.Max(0, at - 120)..Math.Min(text.Length, at + 120)];
    }
}
