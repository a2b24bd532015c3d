using System.Text.RegularExpressions;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Content.Markup;
using Knowledge.Indexer.Sources;

namespace Knowledge.Indexer.Checks;

/// <summary>One line of a file, as it is and as it should be.</summary>
/// <param name="Code">Of the finding that it fixes.</param>
internal sealed record LineEdit(ReadFile File, string Source, string Code, int Line, string Old, string New);

/// <summary>
/// The edits that change nothing of what a page says: hidden characters in commands go, headings that jump move up, a link to a
/// page that moved follows it, a section is linked to as it is written.
/// </summary>
internal static partial class Fixes
{
    private sealed record Change(string Code, int Line, Func<string, string> Apply);

    public static IReadOnlyList<LineEdit> Of(CheckedContent content)
    {
        var places = SourcePaths.Of(content);
        // What is written in another format is fixed by hand.
        return [.. content.Pages.Where(p => PageFormats.IsMarkdown(p.Document.Path)).SelectMany(page => Page(content, places, page))];
    }

    // Several edits of one line are made one after the other.
    private static IEnumerable<LineEdit> Page(CheckedContent content, SourcePaths places, CheckedPage page)
    {
        var changes = HiddenCharactersIn(page).Concat(HeadingJumps(page)).Concat(MovedLinks(places, page)).Concat(Anchors(content, page));
        foreach (var line in changes.GroupBy(c => c.Line))
        {
            var old = page.Lines[line.Key - 1];
            var text = line.Aggregate(old, (t, c) => c.Apply(t));
            if (text != old)
                yield return new(
                    page.File,
                    page.Document.Source,
                    string.Join('+', line.Select(c => c.Code).Distinct()),
                    line.Key,
                    old,
                    text
                );
        }
    }

    private static IEnumerable<Change> HiddenCharactersIn(CheckedPage page) =>
        from code in page.Elements.Codes
        where HiddenCharacters.AreInCommand(code.Text)
        select new Change(
            FindingCodes.HiddenCharacters,
            code.Line,
            line => line.Replace(code.Text, HiddenCharacters.Without(code.Text), StringComparison.Ordinal)
        );

    private static IEnumerable<Change> HeadingJumps(CheckedPage page)
    {
        var around = new Stack<(int Old, int New)>();
        foreach (var heading in page.Elements.Headings)
        {
            while (around.TryPeek(out var before) && before.Old >= heading.Level)
                around.Pop();
            var level = around.TryPeek(out var parent) ? Math.Min(heading.Level, parent.New + 1) : heading.Level;
            around.Push((heading.Level, level));
            if (level == heading.Level)
                continue;
            yield return new(
                FindingCodes.HeadingJump,
                heading.Line,
                line =>
                    Marks().Match(line) is { Success: true } marks && marks.Groups[2].Length == heading.Level
                        ? $"{marks.Groups[1].Value}{new string('#', level)}{line[marks.Length..]}"
                        : line
            );
        }
    }

    private static IEnumerable<Change> MovedLinks(SourcePaths places, CheckedPage page) =>
        from link in page.Elements.Links
        where places.Judge(page.Document, link.Target) is not null
        let moved = places.Moved(page.Document, link.Target)
        where moved is not null
        let fragment = link.Target.IndexOf('#', StringComparison.Ordinal) is >= 0 and var hash ? link.Target[hash..] : ""
        select new Change(FindingCodes.BrokenLink, link.Line, Target(link.Target, Relative(page.Document.Path, moved) + fragment));

    private static IEnumerable<Change> Anchors(CheckedContent content, CheckedPage page) =>
        from link in page.Elements.Links
        let target = BrokenAnchor.Target(content, page.Document, link.Target)
        where
            target is { Section: { } section }
            && section.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            && section != Uri.UnescapeDataString(link.Target[(link.Target.IndexOf('#', StringComparison.Ordinal) + 1)..])
        select new Change(
            FindingCodes.BrokenAnchor,
            link.Line,
            Target(link.Target, $"{link.Target[..link.Target.IndexOf('#', StringComparison.Ordinal)]}#{target.Value.Section}")
        );

    private static Func<string, string> Target(string old, string renewed) =>
        line => line.Replace($"]({old})", $"]({renewed})", StringComparison.Ordinal);

    private static string Relative(string from, string to)
    {
        string[] here = [.. from.Split('/').SkipLast(1)],
            there = to.Split('/');
        var shared = here.Zip(there.SkipLast(1)).TakeWhile(p => p.First == p.Second).Count();
        return string.Join('/', Enumerable.Repeat("..", here.Length - shared).Concat(there.Skip(shared)).Select(Uri.EscapeDataString));
    }

    [GeneratedRegex(@"^( {0,3})(#{1,6})(?=\s|$)", RegexOptions.None, 1000)]
    private static partial Regex Marks();
}
