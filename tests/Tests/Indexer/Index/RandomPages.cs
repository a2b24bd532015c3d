using Knowledge.Content.Documents;
using Knowledge.Indexer.Index;

namespace Knowledge.Tests.Indexer.Index;

/// <summary>Documents made up of words of a small language, some frequent and most rare, as in real text.</summary>
internal sealed class RandomPages(int seed, int words = 400)
{
    private static readonly string[] Syllables = ["ba", "ki", "to", "ne", "lu", "mar", "sol", "ri", "gon", "fe", "da", "zu"];

    private readonly Random random = new(seed);
    private readonly string[] vocabulary = Vocabulary(seed, words);
    private int made;

    public static Document Page(string id, string title, params string[] sections) =>
        new()
        {
            Id = new(id),
            Kind = DocumentKind.Article,
            Source = "s",
            Path = id + ".md",
            Title = title,
            Markdown = "",
            Sections =
            [
                .. sections.Select((text, i) => new Section([title, $"Part {i}"], SectionKind.Other, $"part-{i}", i + 1, text, [])),
            ],
        };

    /// <summary>A word, the first ones most often.</summary>
    public string Word() => vocabulary[(int)(vocabulary.Length * Math.Pow(random.NextDouble(), 3))];

    public string Words(int count) =>
        string.Join(
            ' ',
            Enumerable
                .Range(0, count)
                .Select(_ =>
                    random.Next(12) switch
                    {
                        0 => "no " + Word(),
                        1 => $"{Word()}_{Word()}",
                        2 => Word().ToUpperInvariant(),
                        _ => Word(),
                    }
                )
        );

    /// <summary>One with every field in it, or only a few.</summary>
    public Document Page()
    {
        var id = $"page-{made++:D6}";
        var isRich = random.Next(3) == 0;
        return Page(id, Words(random.Next(1, 5)), [.. Enumerable.Range(0, random.Next(0, 4)).Select(_ => Words(random.Next(0, 30)))]) with
        {
            OtherTitles = isRich ? [Words(2)] : [],
            FrontMatter = !isRich
                ? FrontMatter.Empty
                : new()
                {
                    Symptoms = [Words(4), Words(3)],
                    Searched = [Words(3)],
                    Alerts = [new(Word(), [])],
                    Services = [Word()],
                    Tags = [random.Next(2) == 0 ? "even" : "odd"],
                    StaysGreen = [new(Words(2), Words(3))],
                },
        };
    }

    public List<Document> Pages(int count) => [.. Enumerable.Range(0, count).Select(_ => Page())];

    /// <summary>Which of so many to take, as a bitmap.</summary>
    public Bitmap Some(int documents, double share)
    {
        var some = Bitmap.OfSize(documents);
        for (var d = 0; d < documents; d++)
            if (random.NextDouble() < share)
                some.Set(d);
        return some;
    }

    public int Next(int below) => random.Next(below);

    private static string[] Vocabulary(int seed, int words)
    {
        var random = new Random(seed);
        var distinct = new HashSet<string>();
        while (distinct.Count < words)
            distinct.Add(string.Concat(Enumerable.Range(0, random.Next(2, 5)).Select(_ => Syllables[random.Next(Syllables.Length)])));
        return [.. distinct];
    }
}
