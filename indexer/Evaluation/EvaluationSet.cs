using System.Globalization;
using System.Text.Json;
using Knowledge.Content;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Sources;

namespace Knowledge.Indexer.Evaluation;

/// <summary>A judged retrieval set: documents, queries, and which document answers which query.</summary>
/// <remarks>
/// The layout is that of BEIR (Thakur et al., 2021): <c>corpus.jsonl</c> (<c>{"_id","title","text"}</c>) or a directory
/// <c>corpus/</c> of Markdown,
/// <c>queries.jsonl</c> (<c>{"_id","text"}</c>) and <c>qrels.tsv</c> (<c>query-id, corpus-id, score</c> with a header line).
/// <c>id</c> stands for <c>_id</c>.
/// </remarks>
/// <param name="Ids">The id that judgements use, by path of the document.</param>
/// <param name="Judgements">Relevance above 0, by query id and document id.</param>
internal sealed record EvaluationSet(
    IReadOnlyList<SourceSnapshot> Sources,
    IReadOnlyDictionary<string, string> Ids,
    IReadOnlyList<EvaluationQuery> Queries,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Judgements
)
{
    /// <summary>Files of the corpus from which nothing is served: path and reason.</summary>
    public IReadOnlyList<string> NotServed { get; } =
    [.. Sources.SelectMany(s => s.Files).Where(f => f.NotADocument is not null).Select(f => $"{f.Path}: {f.NotADocument}")];

    private const long MaxFileBytes = 1L << 30;
    private const string SourceName = "corpus";

    /// <summary>Reads a set.</summary>
    /// <exception cref="InvalidDataException">A file is not what it should be; the message names file and line.</exception>
    public static EvaluationSet Read(string corpus, string queries, string qrels)
    {
        var (sources, ids) = Directory.Exists(corpus) ? ReadDirectory(corpus) : ReadLines(corpus);
        return new(sources, ids, ReadQueries(queries), ReadJudgements(qrels));
    }

    /// <summary>The same documents, asked what none of them answers.</summary>
    /// <exception cref="InvalidDataException">A line is no query.</exception>
    public EvaluationSet Unrelated(string queries)
    {
        var unrelated = ReadQueries(queries);
        return this with
        {
            Queries = unrelated,
            Judgements = unrelated.ToDictionary(q => q.Id, _ => (IReadOnlyDictionary<string, double>)new Dictionary<string, double>()),
        };
    }

    /// <summary>
    /// Reads feedback on documents: query id, document id and whether it helped (true or false, 1 or 0), with tabs between
    /// them and a header line.
    /// </summary>
    /// <returns>The same set without the queries of the file, and the feedback.</returns>
    /// <exception cref="InvalidDataException">A line is not that, or names what the set does not have.</exception>
    public (EvaluationSet Others, IReadOnlyList<Feedback> Feedback) Learn(string file)
    {
        var texts = Queries.ToDictionary(q => q.Id, q => q.Text);
        var documents = Ids.ToDictionary(i => i.Value, i => i.Key);
        var byPath = Sources.SelectMany(s => s.Files).ToDictionary(f => f.Path, f => f.Documents);
        var (feedback, learned) = (new List<Feedback>(), new HashSet<string>());
        foreach (var (number, line) in Lines(file))
        {
            var cells = line.Split('\t');
            bool? helped = cells.ElementAtOrDefault(2)?.Trim().ToLowerInvariant() switch
            {
                "true" or "1" or "yes" => true,
                "false" or "0" or "no" => false,
                _ => null,
            };
            if (number == 1 && helped is null)
                continue;
            if (helped is not { } vote)
                throw new InvalidDataException(
                    $"{file}:{number}: not a vote; write query-id, document-id and true or false with tabs between them."
                );
            if (!texts.TryGetValue(cells[0], out var text))
                throw new InvalidDataException($"{file}:{number}: there is no query \"{cells[0]}\".");
            if (!documents.TryGetValue(cells[1], out var path))
                throw new InvalidDataException($"{file}:{number}: there is no document \"{cells[1]}\".");
            learned.Add(cells[0]);
            // A file of several documents (alert rules) is one in the judgements.
            feedback.AddRange(
                byPath[path]
                    .Select(d => new Feedback(
                        Knowledge.Indexer.Search.Feedback.StoredForm(text),
                        d.Id.Value,
                        vote,
                        $"line {number}",
                        default
                    ))
            );
        }
        return (
            this with
            {
                Queries = [.. Queries.Where(q => !learned.Contains(q.Id))],
                Judgements = Judgements.Where(j => !learned.Contains(j.Key)).ToDictionary(),
            },
            feedback
        );
    }

    /// <summary>Reads what <c>--run</c> wrote: query id, document id and score, with tabs between them.</summary>
    /// <returns>For each judged query the documents that were found, best first; none where the run has none.</returns>
    /// <exception cref="InvalidDataException">A line is not that.</exception>
    public IReadOnlyList<(EvaluationQuery Query, IReadOnlyList<string> Found)> ReadRun(string file)
    {
        var runs = new Dictionary<string, List<(string Id, double Score)>>();
        foreach (var (number, line) in Lines(file))
        {
            var cells = line.Split('\t');
            if (cells.Length != 3 || !double.TryParse(cells[2], CultureInfo.InvariantCulture, out var score))
            {
                if (number == 1)
                    continue;
                throw new InvalidDataException($"{file}:{number}: not a line of a run; it is query-id, document-id and score with tabs.");
            }
            if (!runs.TryGetValue(cells[0], out var found))
                runs[cells[0]] = found = [];
            found.Add((cells[1], score));
        }
        return
        [
            .. Judgements.Keys.Select(id =>
                (
                    Queries.FirstOrDefault(q => q.Id == id) ?? new(id, ""),
                    (IReadOnlyList<string>)[.. runs.GetValueOrDefault(id, []).OrderByDescending(f => f.Score).Select(f => f.Id).Distinct()]
                )
            ),
        ];
    }

    private static List<EvaluationQuery> ReadQueries(string file)
    {
        var queries = new Dictionary<string, EvaluationQuery>();
        foreach (var line in Lines(file))
            Parse(
                file,
                line,
                json =>
                {
                    var query = new EvaluationQuery(Id(json), Text(json, "text") ?? throw new FormatException("there is no \"text\""));
                    return queries.TryAdd(query.Id, query)
                        ? query
                        : throw new FormatException($"the id \"{query.Id}\" stands in a line before");
                }
            );
        return [.. queries.Values];
    }

    // The file name of a page is part of its title, as it is in a real repository.
    private static (IReadOnlyList<SourceSnapshot>, Dictionary<string, string>) ReadDirectory(string corpus)
    {
        var reading = DirectoryReader.Read(new(SourceName, corpus));
        return ([reading], reading.Files.ToDictionary(f => f.Path, f => f.Path));
    }

    // An id is no text of the document, and a line no file: neither may name it.
    private static (IReadOnlyList<SourceSnapshot>, Dictionary<string, string>) ReadLines(string corpus)
    {
        var ids = new Dictionary<string, string>();
        var distinct = new HashSet<string>();
        var files = new List<ReadFile>();
        foreach (var line in Lines(corpus))
        {
            var (id, title, text) = Parse(
                corpus,
                line,
                json =>
                    (
                        distinct.Add(Id(json)) ? Id(json) : throw new FormatException($"the id \"{Id(json)}\" stands in a line before"),
                        Text(json, "title") ?? "",
                        Text(json, "text") ?? ""
                    )
            );
            var document = Page(line.Number, title, text);
            ids.Add(document.Path, id);
            files.Add(
                new()
                {
                    Path = document.Path,
                    Stamp = default,
                    Documents = [document],
                }
            );
        }
        return ([new(SourceName, files, [], IsMissing: false)], ids);
    }

    private static Document Page(int number, string title, string text)
    {
        var path = $"{number:D8}.md";
        var read = DocumentReader.Read(new(SourceName, SourceName, path, text)).Documents is [var page, ..] ? page : null;
        var heading = read?.OtherTitles.Prepend(read.Title).FirstOrDefault(t => t != $"{number:D8}") ?? "";
        var names = new[] { title, heading }.Where(n => n.Length > 0).Distinct().ToList();
        return (
            read
            ?? new()
            {
                Id = new($"{number:D8}"),
                Kind = DocumentKind.Article,
                Source = SourceName,
                Path = path,
                Title = "",
                Markdown = text,
            }
        ) with
        {
            Id = new($"{number:D8}"),
            Title = names.FirstOrDefault() ?? "",
            OtherTitles = [.. names.Skip(1)],
        };
    }

    private static Dictionary<string, IReadOnlyDictionary<string, double>> ReadJudgements(string file)
    {
        var judgements = new Dictionary<string, IReadOnlyDictionary<string, double>>();
        foreach (var (number, line) in Lines(file))
        {
            var cells = line.Split('\t');
            var isJudgement =
                double.TryParse(cells.ElementAtOrDefault(2), CultureInfo.InvariantCulture, out var relevance) && double.IsFinite(relevance);
            if (number == 1 && !isJudgement)
                continue;
            if (!isJudgement)
                throw new InvalidDataException(
                    $"{file}:{number}: not a judgement; write query-id, document-id and relevance with tabs between them."
                );
            if (relevance <= 0)
                continue;
            if (!judgements.TryGetValue(cells[0], out var ofQuery))
                judgements[cells[0]] = ofQuery = new Dictionary<string, double>();
            ((Dictionary<string, double>)ofQuery)[cells[1]] = relevance;
        }
        return judgements;
    }

    private static IEnumerable<(int Number, string Line)> Lines(string file)
    {
        var size = new FileInfo(file) is { Exists: true } found ? found.Length : throw new InvalidDataException($"{file} does not exist.");
        if (size > MaxFileBytes)
            throw new InvalidDataException($"{file} has {size:N0} bytes; at most {MaxFileBytes:N0} are read.");
        return File.ReadLines(file).Select((line, i) => (i + 1, line)).Where(l => l.line.Length > 0);
    }

    private static T Parse<T>(string file, (int Number, string Line) line, Func<JsonElement, T> read)
    {
        try
        {
            using var json = JsonDocument.Parse(line.Line);
            return read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException($"{file}:{line.Number}: {e.Message}", e);
        }
    }

    private static string Id(JsonElement json) => Text(json, "_id") ?? Text(json, "id") ?? throw new FormatException("there is no \"_id\"");

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}

internal sealed record EvaluationQuery(string Id, string Text);
