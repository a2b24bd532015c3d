using System.Text;

namespace Knowledge.Bench.Corpus;

/// <summary>What every engine indexes and returns the id of; ten of them are a document.</summary>
internal sealed record Section(string Id, string DocumentId, string Title, string Heading, string Text)
{
    public const int PerDocument = 10;

    /// <summary>What the engines with one field index.</summary>
    public string Whole => $"{Title}\n{Heading}\n{Text}";

    /// <summary>The section <paramref name="position"/> of document <paramref name="document"/>, both from 0.</summary>
    public static Section Of(int document, int position, string title, string heading, string text) =>
        new($"{document:000000}-{position}", $"{document:000000}", title, heading, text);
}

/// <summary>
/// Sections as lines of <c>section-id, document-id, title, heading, text</c> between tabs; no field has a tab or line end in it.
/// </summary>
internal static class SectionFile
{
    public static void Write(string path, IEnumerable<Section> sections)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16);
        foreach (var s in sections)
            writer.Write($"{s.Id}\t{s.DocumentId}\t{s.Title}\t{s.Heading}\t{s.Text}\n");
    }

    /// <param name="every">One of so many lines; 1 for all.</param>
    public static List<Section> Read(string path, int every = 1) =>
        [
            .. File.ReadLines(path)
                .Where((_, i) => i % every == 0)
                .Select(line => line.Split('\t'))
                .Select(f =>
                    f is [var id, var document, var title, var heading, var text]
                        ? new Section(id, document, title, heading, text)
                        : throw new InvalidDataException(
                            $"{path} is damaged: a line has {f.Length} fields, not 5. Delete it and run again."
                        )
                ),
        ];
}
