using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>KB115: a page is old although what it mentions, or what leads to it, was changed since.</summary>
/// <remarks>By the files' own times: right where people edit files, silent in a fresh checkout, where all files are equally old.</remarks>
internal static class Stale
{
    public static IEnumerable<Finding> Find(CheckedContent content)
    {
        var changed = content.Knowledge.Readings.SelectMany(r => r.Files.Select(f => (r.Name, File: f))).ToDictionary(f => (f.Name, f.File.Path), f => f.File.Stamp.ModifiedUtc);
        foreach (var page in content.Runbooks)
        {
            var own = page.File.Stamp.ModifiedUtc;
            if (content.Now.UtcDateTime - own < content.StaleAfter) continue;
            var around = content.Knowledge.NeighboursOf(page.Document);
            var newest = around.Runbooks.Concat(around.Alerts).Concat(around.Other).Concat(around.HappenedBefore)
                .Select(d => (Document: d, Changed: changed[(d.Source, d.Path)])).OrderByDescending(d => d.Changed).ThenBy(d => d.Document.Id.Value, StringComparer.Ordinal).FirstOrDefault();
            // What came in the same go is not newer.
            if (newest.Document is null || newest.Changed - own < TimeSpan.FromDays(1)) continue;
            yield return CheckedContent.Finding(FindingCodes.Stale, Severity.Note, page.Document, 1,
                $"Not changed since {own:yyyy-MM-dd} by its file time, but `{newest.Document.Path}`, which it is linked with, was on {newest.Changed:yyyy-MM-dd}. Read both and see whether the page still holds.", newest.Document.Id.Value);
        }
    }
}
