using System.Globalization;
using System.Text;
using Knowledge.Content.Importing;

namespace Knowledge.Indexer.Importing;

/// <summary>Which questions are wanted.</summary>
/// <param name="Tags">Any of these; all when empty.</param>
public sealed record StackExchangeSelection(IReadOnlyList<string> Tags, int MinScore)
{
    public static StackExchangeSelection All { get; } = new([], int.MinValue);

    public bool Includes(StackExchangePost question) =>
        question.Score >= MinScore && (Tags.Count == 0 || question.TagNames.Any(t => Tags.Contains(t, StringComparer.OrdinalIgnoreCase)));
}

/// <summary>
/// Reads <c>Posts.xml</c> twice: first which answers are accepted, then the posts. Whichever of question and answer comes first
/// waits in a file
/// beside the imported ones, so that memory holds three numbers for each question, of which there are at most
/// <see cref="ImportLimits.MaxItems"/>,
/// and one question with its answer: with the default limits below 100 MB however large the dump is.
/// </summary>
internal static class StackExchangeImport
{
    public static IEnumerable<ImportItem> Read(
        string file,
        Uri? site,
        StackExchangeSelection selection,
        ImportDirectory directory,
        ImportLimits limits,
        ImportProgress progress
    )
    {
        var pairs = new Dictionary<long, Pair>();
        foreach (var post in Posts(file, "looking for accepted answers", limits, progress))
            if (!post.IsQuestion || !selection.Includes(post))
                continue;
            else if (post.AcceptedAnswerId is not { } answer)
                yield return Skipped(post, "no accepted answer");
            else if (pairs.Count / 2 >= limits.MaxItems)
                yield return Skipped(
                    post,
                    $"more than {limits.MaxItems:N0} questions; a source serves no more files, so choose with --tag or --min-score"
                );
            else
            {
                var pair = new Pair(post.Id, answer);
                if (answer == post.Id || !pairs.TryAdd(answer, pair))
                    yield return Skipped(post, "its accepted answer is that of another question");
                else if (!pairs.TryAdd(post.Id, pair))
                {
                    pairs.Remove(answer);
                    yield return Skipped(post, "its id was in the export before; the first one is kept");
                }
            }

        using var spool = directory.OpenSpool();
        foreach (var post in Posts(file, "importing questions", limits, progress))
        {
            if (!pairs.TryGetValue(post.Id, out var pair) || pair.IsDone || post.IsQuestion != (post.Id == pair.Question))
                continue;
            if (pair.Waiting < 0)
            {
                (pair.Waiting, pair.WaitingId) = (Spool(spool, post), post.Id);
                continue;
            }
            if (pair.WaitingId == post.Id)
                continue;
            var other = Unspool(spool, pair.Waiting);
            pair.IsDone = true;
            yield return post.IsQuestion ? StackExchangePost.Article(post, other, site) : StackExchangePost.Article(other, post, site);
        }
        foreach (var pair in pairs.Values.Distinct().Where(p => !p.IsDone).OrderBy(p => p.Question))
            yield return new ImportItem.Skipped(
                pair.Question.ToString(CultureInfo.InvariantCulture),
                "",
                "its accepted answer is not in the export"
            );
    }

    private static ImportItem.Skipped Skipped(StackExchangePost post, string reason) =>
        new(post.Id.ToString(CultureInfo.InvariantCulture), post.Title, reason);

    private static IEnumerable<StackExchangePost> Posts(string file, string what, ImportLimits limits, ImportProgress progress)
    {
        var stream = ImportText.Open(file);
        var length = stream.Length;
        CheckKind(stream, file);
        using var reader = ImportXml.Open(new MeasuredStream(stream, done => progress(what, done, length)), limits);
        var isPosts = false;
        while (ImportXml.Next(reader, file, limits))
        {
            if (reader.NodeType != System.Xml.XmlNodeType.Element)
                continue;
            if (reader.Depth == 0 && !(isPosts = reader.LocalName == "posts"))
                throw new ImportException($"'{file}' is no Posts.xml: its root is <{reader.LocalName}>, not <posts>");
            if (reader.Depth == 1 && reader.LocalName == "row" && StackExchangePost.Of(reader.GetAttribute) is { } post)
                yield return post;
        }
        if (!isPosts)
            throw new ImportException($"'{file}' is no Posts.xml");
    }

    private static void CheckKind(FileStream stream, string file)
    {
        var magic = new byte[6];
        stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        if (magic is [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] or [(byte)'P', (byte)'K', ..])
            throw new ImportException($"'{file}' is packed; unpack it first (7z x) and give its Posts.xml");
    }

    private static long Spool(FileStream spool, StackExchangePost post)
    {
        var at = spool.Seek(0, SeekOrigin.End);
        using var writer = new BinaryWriter(spool, Encoding.UTF8, leaveOpen: true);
        writer.Write(post.Id);
        writer.Write(post.Type);
        foreach (var text in new[] { post.Title, post.Body, post.Tags, post.License, post.Created })
        {
            // Not BinaryWriter's own string: that throws for half a surrogate pair.
            var bytes = Encoding.UTF8.GetBytes(text);
            writer.Write(bytes.Length);
            writer.Write(bytes);
        }
        return at;
    }

    private static StackExchangePost Unspool(FileStream spool, long at)
    {
        spool.Position = at;
        using var reader = new BinaryReader(spool, Encoding.UTF8, leaveOpen: true);
        var (id, type) = (reader.ReadInt64(), reader.ReadInt32());
        return new StackExchangePost
        {
            Id = id,
            Type = type,
            Title = Text(),
            Body = Text(),
            Tags = Text(),
            License = Text(),
            Created = Text(),
        };

        string Text() => Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadInt32()));
    }

    private sealed class Pair(long question, long answer)
    {
        public long Question { get; } = question;
        public long Answer { get; } = answer;
        public long Waiting { get; set; } = -1;
        public long WaitingId { get; set; }
        public bool IsDone { get; set; }
    }
}
