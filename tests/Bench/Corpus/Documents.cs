using Knowledge.Indexer.Embeddings.Distillation;

namespace Knowledge.Bench.Corpus;

/// <summary>Makes documents of ten sections each out of passages in the order of their pages.</summary>
internal static class Documents
{
    private const ulong Seed = 20260101;

    /// <param name="passages">Per package, in order; what is left over of a package is dropped.</param>
    /// <param name="perPackage">At most so many passages of one package, from places all over it.</param>
    /// <returns>Ten sections a document, the documents of all packages mixed, numbered in that order.</returns>
    public static IEnumerable<Section> Make(IEnumerable<IReadOnlyList<Passage>> passages, int documents, int perPackage)
    {
        var random = new SeededRandom(Seed);
        var all = new List<Passage[]>();
        foreach (var package in passages)
        {
            var own = package.Chunk(Section.PerDocument).Where(c => c.Length == Section.PerDocument).ToList();
            random.Shuffle(own);
            all.AddRange(own.Take(perPackage / Section.PerDocument));
        }
        random.Shuffle(all);
        if (all.Count < documents)
            throw new InvalidDataException(
                $"The packages give {all.Count:N0} documents of {Section.PerDocument} sections, {documents:N0} are needed."
            );

        var titles = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var d = 0; d < documents; d++)
        {
            var title = TitleOf(all[d], titles);
            for (var i = 0; i < Section.PerDocument; i++)
                yield return Section.Of(d, i, title, all[d][i].Heading, all[d][i].Text);
        }
    }

    // A long page is more than one document: the heading where each begins tells them apart.
    private static string TitleOf(Passage[] passages, HashSet<string> taken)
    {
        var title = passages[0].Title;
        var others = passages
            .Select(p => p.Heading)
            .Where(h => !h.Equals(title, StringComparison.OrdinalIgnoreCase))
            .Distinct()
            .Select(h => $"{title}: {h}")
            .ToList();
        return others.Prepend(title).Concat(Enumerable.Range(2, taken.Count + 1).Select(n => $"{title}, part {n}")).First(taken.Add);
    }
}
