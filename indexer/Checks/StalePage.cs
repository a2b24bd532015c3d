using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Sources.History;

namespace Knowledge.Indexer.Checks;

/// <summary>KB115: a page is old although what it mentions, or what leads to it, was changed since.</summary>
/// <remarks>
/// By git history where there is one; else by the files' own times: right where people edit files, silent in a fresh checkout,
/// where all files are equally old.
/// </remarks>
internal static class StalePage
{
    public static IEnumerable<Finding> Find(CheckedContent content)
    {
        var times = content
            .Knowledge.Snapshots.SelectMany(r => r.Files.Select(f => (r.Name, File: f)))
            .ToDictionary(f => (f.Name, f.File.Path), f => new DateTimeOffset(f.File.Stamp.ModifiedUtc, TimeSpan.Zero));
        LastChange Change(Document document) => LastChange.Of(document, content.Histories, times[(document.Source, document.Path)])!;
        foreach (var page in content.Runbooks)
        {
            var own = Change(page.Document);
            if (content.Now - own.At < content.StaleAfter)
                continue;
            var around = content.Knowledge.NeighboursOf(page.Document);
            var newest = around
                .Runbooks.Concat(around.Alerts)
                .Concat(around.Other)
                .Concat(around.HappenedBefore)
                .Select(d => (Document: d, Change: Change(d)))
                // A file time in a checkout is when it was checked out; a commit date is better evidence.
                .Where(d =>
                    d.Change.Basis == own.Basis || own.Basis == ChangeBasis.FileTime || !content.Histories.ContainsKey(d.Document.Source)
                )
                .OrderByDescending(d => d.Change.At)
                .ThenBy(d => d.Document.Id.Value, StringComparer.Ordinal)
                .FirstOrDefault();
            // What came in the same go is not newer.
            if (newest.Document is null || newest.Change.At - own.At < TimeSpan.FromDays(1))
                continue;
            var (changed, basis) = own.Basis == ChangeBasis.Git ? ("really changed", "its git history") : ("changed", "its file time");
            yield return CheckedContent.Finding(
                FindingCodes.Stale,
                Severity.Note,
                page.Document,
                1,
                $"Not {changed} since {own.At:yyyy-MM-dd} by {basis}, but `{newest.Document.Path}`, which it is linked with, "
                    + $"was on {newest.Change.At:yyyy-MM-dd}. Read both and see whether the page still holds.",
                newest.Document.Id.Value
            );
        }
    }
}
