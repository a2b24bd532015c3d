using Knowledge.Indexer.Sources;

namespace Knowledge.Indexer.Visibility;

/// <summary>The parts of one knowledge base that people see, made once for all who see the same and kept as long as it is.</summary>
internal sealed class VisibleParts
{
    /// <summary>Of more different parts those that were asked for longest ago are made anew.</summary>
    private const int MaxParts = 32;

    private readonly KnowledgeBase whole;
    private readonly VisibleSources sources;
    private readonly List<Audience> audiences;
    private readonly Dictionary<string, Part> parts = new(StringComparer.Ordinal);
    private readonly Lock changing = new();
    private long asked;

    /// <param name="First">Who asked for it first: who sees the same in the next knowledge base.</param>
    private sealed record Part(Viewer First, Lazy<KnowledgeBase> Knowledge)
    {
        public long Asked { get; set; }
    }

    public VisibleParts(KnowledgeBase whole, VisibleSources sources)
    {
        (this.whole, this.sources) = (whole, sources);
        audiences =
        [
            .. whole
                .Documents.Select(d => Audience.Of(d, sources))
                .Concat(whole.Snapshots.SelectMany(s => s.Files.Select(f => new Audience(sources.Of(s.Name), f.VisibleTo, []))))
                .Concat(whole.Snapshots.Select(s => new Audience(sources.Of(s.Name), null, [])))
                .Where(a => !a.IsEverybody)
                .DistinctBy(a => a.Key),
        ];
    }

    /// <summary>Whether there is anything that not everybody may see.</summary>
    public bool HidesAny => audiences.Count > 0;

    /// <summary>Makes those that people asked for before a change, whoever asked last first.</summary>
    public void MakeLike(VisibleParts before, int most)
    {
        List<Part> asked;
        lock (before.changing)
            asked = [.. before.parts.Values.Where(p => p.Knowledge.IsValueCreated).OrderByDescending(p => p.Asked).Take(most)];
        // The oldest first: the order stays.
        foreach (var part in Enumerable.Reverse(asked))
            _ = For(part.First, part.Knowledge.Value).Index;
    }

    /// <summary>What somebody sees; the whole, as it is, where that is all.</summary>
    /// <param name="like">What they saw before a change: what did not change is taken from it.</param>
    public KnowledgeBase For(Viewer viewer, KnowledgeBase? like = null)
    {
        if (viewer.SeesAll || audiences.TrueForAll(a => a.Admits(viewer)))
            return whole;
        var key = string.Concat(audiences.Select(a => a.Admits(viewer) ? '1' : '0'));
        Part? part;
        lock (changing)
        {
            if (!parts.TryGetValue(key, out part))
            {
                if (parts.Count >= MaxParts)
                    parts.Remove(parts.MinBy(p => p.Value.Asked).Key);
                parts[key] = part = new(viewer, new(() => Make(viewer, like)));
            }
            part.Asked = ++asked;
        }
        return part.Knowledge.Value;
    }

    // Of a page that is gone nothing may be known but its place in the index: then it counts as hidden.
    private KnowledgeBase Make(Viewer viewer, KnowledgeBase? like) =>
        whole.Without(
            [.. whole.Snapshots.Where(s => sources.Admits(viewer, s.Name)).Select(s => Left(s, viewer))],
            d => d.Source.Length == 0 || !Audience.Of(d, sources).Admits(viewer),
            like
        );

    // A file with a page that is hidden is hidden with all that it says.
    private SourceSnapshot Left(SourceSnapshot snapshot, Viewer viewer)
    {
        IReadOnlyList<ReadFile> files =
        [
            .. snapshot.Files.Where(f =>
                f.Documents.All(d => Audience.Of(d, sources).Admits(viewer)) && new Audience(null, f.VisibleTo, []).Admits(viewer)
            ),
        ];
        return files.Count == snapshot.Files.Count ? snapshot : snapshot with { Files = files };
    }
}

public static class Visible
{
    /// <summary>What somebody sees of a knowledge base: itself where that is all.</summary>
    public static KnowledgeBase VisibleTo(this KnowledgeBase whole, Viewer viewer, VisibleSources sources) =>
        viewer.SeesAll ? whole : whole.PartsFor(sources).For(viewer);

    /// <summary>Whether a knowledge base has anything that not everybody may see.</summary>
    public static bool HidesAny(this KnowledgeBase whole, VisibleSources sources) => whole.PartsFor(sources).HidesAny;

    /// <summary>Makes the parts that people saw of the knowledge base before a change, so that nobody waits for them.</summary>
    /// <param name="most">Of these the last ones that were asked for.</param>
    internal static void MakePartsLike(this KnowledgeBase whole, KnowledgeBase before, VisibleSources sources, int most)
    {
        if (before != whole)
            whole.PartsFor(sources).MakeLike(before.PartsFor(sources), most);
    }

    // The sources of a server are the same for as long as it runs.
    private static VisibleParts PartsFor(this KnowledgeBase whole, VisibleSources sources) =>
        whole.Derived(k => new VisibleParts(k, sources));
}
