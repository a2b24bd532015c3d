using System.Diagnostics;
using Knowledge.Bench.Corpus;
using Knowledge.Indexer.Embeddings.Distillation;

namespace Knowledge.Bench.Http;

/// <summary>A document that was just written, with a word that stands in no other.</summary>
/// <param name="At">When its file was in place.</param>
internal sealed record WrittenDocument(string DocumentId, string Mark, long At);

/// <summary>Writes new and changed documents into a content directory, in turn.</summary>
internal sealed class ContentWriter
{
    public const int PerSecond = 10;

    private const int MarkLetters = 12;
    private const ulong Seed = 20260105;

    private readonly SeededRandom random = new(Seed);
    private readonly string content;
    private readonly string temporary;
    private readonly IReadOnlyList<Section> sections;
    private readonly int[] order;

    private readonly Func<string, string> frontMatterOf;

    /// <param name="temporary">A directory on the same file system, where files are made before they are moved into place.</param>
    /// <param name="frontMatterOf">What stands before the text of a document, by its id; nothing where it is not given.</param>
    public ContentWriter(string content, string temporary, IReadOnlyList<Section> sections, Func<string, string>? frontMatterOf = null)
    {
        (this.content, this.temporary, this.sections, this.frontMatterOf) = (content, temporary, sections, frontMatterOf ?? (_ => ""));
        order = [.. Enumerable.Range(0, sections.Count / Section.PerDocument)];
        random.Shuffle(order);
    }

    public int Written { get; private set; }

    /// <summary>The newest one.</summary>
    public WrittenDocument? Last { get; private set; }

    public WrittenDocument Write()
    {
        // Every other is a page that is there already, with one sentence more.
        var number = order[Written % order.Length];
        var id = Written % 2 == 0 ? $"new-{Written:000000}" : $"{number:000000}";
        var mark = string.Concat(Enumerable.Range(0, MarkLetters).Select(_ => (char)('a' + random.Next(26))));
        var own = sections.Skip(number * Section.PerDocument).Take(Section.PerDocument).ToList();
        own[0] = own[0] with { Text = $"{own[0].Text} It is marked {mark}." };
        var file = Path.Combine(temporary, "document.md");
        File.WriteAllText(file, frontMatterOf(id) + MarkdownFiles.Text(own[0].Title, own));
        // In one step, so that no reader sees half of it.
        File.Move(file, Path.Combine(content, id + ".md"), overwrite: true);
        Written++;
        return Last = new(id, mark, Stopwatch.GetTimestamp());
    }

    public async Task WriteUntil(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond));
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                Write();
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }
    }
}
