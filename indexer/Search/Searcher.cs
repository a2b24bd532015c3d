using System.Diagnostics;
using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Lexical;
using Knowledge.Indexer.Linking;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>From words to hits and answers: plan, rank, judge, compose.</summary>
internal sealed class Searcher(LexicalIndex index, DocumentGraph graph, CauseCatalog causes, Thesaurus thesaurus)
{
    /// <summary>Documents that may speak in an answer, and how near to the best they must come.</summary>
    private const int MaxCandidates = 6;

    private const double NearBest = 0.55;

    public SearchResponse Search(SearchRequest request, Func<Document, Owner?> ownerOf, Owner? firstContact, IReadOnlyList<string>? degraded)
    {
        var started = Stopwatch.GetTimestamp();
        var concepts = QueryPlan.Of(Gaps.WithoutPeople(request.Query), index, thesaurus);
        var ranked = Scoring.Rank(concepts, index, Math.Max(request.Limit, MaxCandidates));
        var candidates = new List<Candidate>();
        var hits = new List<Hit>();
        foreach (var scored in ranked)
        {
            var hit = HitOf(concepts, scored);
            if (hits.Count < request.Limit) hits.Add(hit);
            if (candidates.Count < MaxCandidates)
                candidates.Add(new(index.DocumentAt(scored.Document), scored.Score, ConfidenceScale.Coverage(concepts, index, scored), hit));
        }
        // Not only the first: a page that covers all of the question may come second to one that repeats half of it.
        var coverage = candidates.Take(3).Select(c => c.Coverage).DefaultIfEmpty(0).Max();
        var confidence = ConfidenceScale.Of(coverage);
        IReadOnlyList<Answer> answers = [];
        Gap? gap = null;
        if (confidence >= Confidence.Medium)
        {
            var speaking = candidates.Where(c => c.Score >= NearBest * candidates[0].Score && ConfidenceScale.Of(c.Coverage) >= Confidence.Medium).ToList();
            answers = new AnswerComposer(graph, causes, ownerOf).Compose(speaking, text => Relevance(concepts, text));
        }
        else
        {
            // The owner of something that hardly matched is as good as a stranger; then the first contact it is.
            var nearest = confidence == Confidence.Low ? ownerOf(candidates[0].Document) : null;
            gap = Gaps.Of(request.Query, nearest ?? firstContact ?? candidates.Select(c => ownerOf(c.Document)).FirstOrDefault(o => o is not null));
        }
        return new(request.Query, confidence, answers, hits, gap, degraded is { Count: > 0 } ? degraded : null,
            Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 3));
    }

    private Hit HitOf(IReadOnlyList<Concept> concepts, Scoring.Scored scored)
    {
        var document = index.DocumentAt(scored.Document);
        var passage = scored.Passage < 0 ? null : index.Passages[scored.Passage].Passage;
        var ways = concepts
            .Select(c => scored.Passage >= 0 && Scoring.BestWay(c, index.Sections, scored.Passage) is { Way: not null } near ? near : Scoring.BestWay(c, index.Wholes, scored.Document))
            .Where(w => w.Way is not null).OrderByDescending(w => w.Impact).Select(w => w.Way!).ToList();
        var terms = ways.SelectMany(w => w.Terms).Select(Negations.Bare).ToHashSet();
        var (snippet, marks) = Snippets.Of(passage is null or { Text: "" } ? document.Title : passage.Text, terms);
        return new(document.Id.Value, document.Kind, document.Title, passage?.Heading ?? "", Urls.Of(document, passage?.Anchor ?? ""), snippet,
            Math.Round(scored.Score, 4), [.. ways.Select(w => w.Why).Distinct().Take(8)])
        { Marks = marks };
    }

    private static double Relevance(IReadOnlyList<Concept> concepts, string text)
    {
        var terms = Negations.Added(Tokenizer.Tokenize(text)).Select(t => t.Term).ToHashSet();
        var asked = concepts.Sum(c => c.Importance);
        return asked == 0 ? 0 : concepts.Sum(c => c.Importance * c.Alternatives.Where(a => a.Terms.All(terms.Contains)).Select(a => a.Weight).DefaultIfEmpty(0).Max()) / asked;
    }
}
