using System.Globalization;
using System.Text;
using Knowledge.Content.Importing;
using Knowledge.Content.Timelines;

namespace Knowledge.Indexer.Importing;

/// <summary>Channels of a Slack export for an archive: each day is a page, with what was said as it was said.</summary>
internal static partial class SlackImport
{
    // A busy day becomes several pages: a page has a limit.
    private const int MaxDayCharacters = 100_000;

    /// <param name="given">Zip files, directories of an export or of a channel, files of a day.</param>
    public static IEnumerable<ImportItem> Days(IReadOnlyList<string> given, Uri? workspace, ImportLimits limits, ImportProgress progress)
    {
        using var export = new SlackFiles(limits);
        var files = given.SelectMany(export.Of).ToList();
        var users = UsersOf(files, limits);
        var days = files.Where(f => f.IsDay).ToList();
        if (days.Count == 0)
            throw new ImportException($"'{given[0]}' holds no day of a channel: expected files such as incident/2026-03-02.json");
        for (var i = 0; i < days.Count; i++)
        {
            progress("reading days", i, days.Count);
            if (ReadDay(days[i], users, limits) is not { Messages.Count: > 0 } read)
                continue;
            foreach (var page in PagesOf(days[i], read.Messages, workspace))
                yield return page;
        }
    }

    private static IEnumerable<ImportItem> PagesOf(SlackFile day, IReadOnlyList<ChatMessage> messages, Uri? workspace)
    {
        var name = Path.GetFileNameWithoutExtension(day.Name);
        var (text, part) = (new StringBuilder(), 1);
        foreach (var message in messages)
        {
            text.Append(Line(message)).Append("\n\n");
            if (text.Length < MaxDayCharacters)
                continue;
            yield return Page(text, part++);
            text.Clear();
        }
        if (text.Length > 0)
            yield return Page(text, part);

        ImportItem.Ready Page(StringBuilder said, int number) =>
            new(
                new()
                {
                    Origin = new(
                        System,
                        $"{day.Channel} {name}{(number > 1 ? $" {number}" : "")}".Trim(),
                        workspace is null ? null : new Uri(workspace, $"archives/{Uri.EscapeDataString(day.Channel)}").ToString()
                    ),
                    Title = $"#{day.Channel}, {name}",
                    Tags = day.Channel.Length > 0 ? [day.Channel] : [],
                    Date = DateOnly.TryParseExact(name, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                        ? date
                        : messages[0].Time?.Date,
                    Body = said.ToString(),
                }
            );
    }

    private static string Line(ChatMessage message)
    {
        var clock = message.Time?.TimeOfDay is { } time ? $"{time:hh\\:mm} " : "";
        var lines = message.Text.Split('\n').Select(l => MarkdownText.Escape(l, inCell: false));
        return $"{clock}{MarkdownText.Escape(message.Author, inCell: false)}: {string.Join("  \n", lines)}";
    }
}
