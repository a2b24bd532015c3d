using System.Globalization;
using System.Text;
using System.Text.Json;
using Knowledge.Content.Importing;
using Knowledge.Content.Text;
using Knowledge.Content.Timelines;

namespace Knowledge.Indexer.Importing;

/// <summary>What of a Slack export is wanted, and how.</summary>
/// <param name="Channels">Names; all when empty, of which there may be one only.</param>
/// <param name="From">Messages from this time on; null for the first.</param>
/// <param name="To">Messages before this time; null for the last.</param>
public sealed record SlackSelection(
    IReadOnlyList<string> Channels,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    bool Initials = false
)
{
    public static SlackSelection All { get; } = new([]);
}

/// <summary>
/// Reads the channels of a Slack export, each as one incident: a draft of a postmortem with its timeline and suggestions. A pasted
/// chat in a file will do as well.
/// </summary>
internal static partial class SlackImport
{
    public const string System = "slack";

    public static IEnumerable<ImportItem> Read(
        IReadOnlyList<string> given,
        SlackSelection selection,
        Uri? workspace,
        ImportLimits limits,
        ImportProgress progress,
        List<string> notes
    )
    {
        foreach (var file in given.Where(g => !SlackFiles.AreIn(g)))
            yield return Pasted(file, selection, limits, notes);
        using var export = new SlackFiles(limits);
        var files = given.SelectMany(export.Of).ToList();
        if (files.Count == 0)
            yield break;

        var users = UsersOf(files, limits);
        var channels = files
            .Where(f => f.IsDay)
            .GroupBy(f => f.Channel)
            .Where(c => selection.Channels.Count == 0 || selection.Channels.Contains(c.Key, StringComparer.OrdinalIgnoreCase))
            .OrderBy(c => c.Key, StringComparer.Ordinal)
            .ToList();
        if (channels.Count == 0)
            throw new ImportException(
                selection.Channels.Count > 0
                    ? $"the export holds no channel {string.Join(", ", selection.Channels)}"
                    : $"'{given[0]}' holds no day of a channel: expected files such as incident/2026-03-02.json"
            );
        if (channels.Count > 1 && selection.Channels.Count == 0)
            throw new ImportException(
                $"the export holds {channels.Count:N0} channels "
                    + $"({string.Join(", ", channels.Take(10).Select(c => c.Key))}{(channels.Count > 10 ? ", …" : "")}); "
                    + "choose those of incidents with --channel"
            );
        var done = 0;
        foreach (var channel in channels)
        {
            progress("reading channels", done++, channels.Count);
            yield return Channel(
                channel.Key,
                [.. channel.OrderBy(f => f.Name, StringComparer.Ordinal)],
                users,
                selection,
                workspace,
                limits,
                notes
            );
        }
    }

    private static Dictionary<string, string> UsersOf(IReadOnlyList<SlackFile> files, ImportLimits limits)
    {
        var users = new Dictionary<string, string>();
        foreach (var file in files.Where(f => f.Name == SlackFiles.Users))
            using (var json = ImportJson.Read(file.Name, file.Text(), limits))
                foreach (var (id, name) in SlackExport.Users(json.RootElement))
                    users.TryAdd(id, name);
        return users;
    }

    private const int MaxNamed = 20;

    private static ImportItem Channel(
        string channel,
        IReadOnlyList<SlackFile> days,
        IReadOnlyDictionary<string, string> users,
        SlackSelection selection,
        Uri? workspace,
        ImportLimits limits,
        List<string> notes
    )
    {
        var (messages, notices, empty) = (new List<ChatMessage>(), 0, new List<string>());
        foreach (var day in days)
        {
            if (ReadDay(day, users, limits) is not { } read)
                continue;
            messages.AddRange(read.Messages);
            notices += read.Notices;
            empty.AddRange(read.Empty.Select(line => $"{day.Name}:{line}"));
        }
        var chosen = messages
            .Where(m =>
                At(m) is not { } at || ((selection.From is null || at >= selection.From) && (selection.To is null || at < selection.To))
            )
            .ToList();
        if (chosen.Count == 0)
            return new ImportItem.Skipped(channel, "", "no messages in the time that was asked for");
        if (chosen.Count > ChatReader.MaxMessages)
            throw new ImportException(
                $"the channel {channel} has {chosen.Count:N0} messages, of which at most {ChatReader.MaxMessages:N0} make a "
                    + $"timeline; choose the incident with --from and --to"
            );
        if (notices > 0)
            notes.Add($"Left out of #{channel}: notices of people who come and go ({notices:N0}).");
        if (empty.Count > 0)
            notes.Add(
                $"Left out of #{channel}: messages without words ({empty.Count:N0}): {string.Join(", ", empty.Take(MaxNamed))}"
                    + $"{(empty.Count > MaxNamed ? ", …" : "")}."
            );
        var first = chosen.Select(At).FirstOrDefault(at => at is not null);
        var id = first is { } began ? $"{channel} {began.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}" : channel;
        return Draft(
            id.Trim(),
            channel.Length == 0 ? "" : "#" + channel,
            new(ChatShape.SlackExport, chosen, []),
            new(selection.Initials),
            workspace,
            notes
        );
    }

    // Null for a day on which nothing was said.
    private static (IReadOnlyList<ChatMessage> Messages, int Notices, IReadOnlyList<int> Empty)? ReadDay(
        SlackFile day,
        IReadOnlyDictionary<string, string> users,
        ImportLimits limits
    )
    {
        var text = day.Text();
        using var json = ImportJson.Read(day.Name, text, limits);
        if (json.RootElement.ValueKind == JsonValueKind.Array && json.RootElement.GetArrayLength() == 0)
            return null;
        if (!SlackExport.Is(json.RootElement))
            throw new ImportException($"'{day.Name}' is no day of a Slack channel: expected a list of messages with ts and text");
        try
        {
            var lines = JsonLines.Of(Encoding.UTF8.GetBytes(text));
            return SlackExport.Read(json.RootElement, users, position => position < lines.Count ? lines[position] : 1);
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException)
        {
            throw new ImportException($"'{day.Name}' holds text that is no Unicode, or is nested too deeply; export it again");
        }
    }

    private static ImportItem Pasted(string file, SlackSelection selection, ImportLimits limits, List<string> notes)
    {
        var (text, guessed) = ImportText.ReadAll(file, limits);
        if (guessed is not null)
            notes.Add($"'{file}' is not UTF-8; it was read as {guessed}.");
        var reading = ChatReader.Read(text);
        if (reading.Problem is { } problem)
            throw new ImportException($"'{file}' is no chat that can be read: {problem}");
        return Draft(
            Path.GetFileNameWithoutExtension(file),
            "",
            reading,
            new(selection.Initials, selection.From is { } from ? DateOnly.FromDateTime(from.UtcDateTime) : null),
            null,
            notes
        );
    }

    private static ImportItem Draft(
        string id,
        string where,
        ChatParseResult reading,
        ChatOptions options,
        Uri? workspace,
        List<string> notes
    )
    {
        var timeline = ChatTimeline.Of(reading, options);
        notes.AddRange(timeline.Notes);
        var first = timeline.Events.FirstOrDefault(e => e.At is not null)?.At;
        var alert = timeline.Events.FirstOrDefault(e => e.Kind == MessageKind.Alert);
        var title =
            timeline.Suggestions.FirstOrDefault(s => s.Kind == SuggestionKind.Symptom)?.Text
            ?? (alert is null ? $"Incident {where}".Trim() : Sentences.First(alert.Text, 120));
        notes.Add(
            $"{id}: {timeline.Events.Count:N0} messages, {timeline.Suggestions.Count:N0} suggestions. The file is a draft and "
                + $"not served before you delete `draft: true`."
        );
        return new ImportItem.Ready(
            new()
            {
                Origin = new(
                    System,
                    id,
                    workspace is null ? null : new Uri(workspace, $"archives/{Uri.EscapeDataString(where.TrimStart('#'))}").ToString()
                ),
                Title = title,
                Kind = "postmortem",
                Date = first is { } at ? DateOnly.FromDateTime(at.UtcDateTime) : null,
                Detected = first,
                MoreFrontMatter = TimelineMarkdown.DraftFrontMatter(timeline, timeline.Suggestions),
                Body = TimelineMarkdown.DraftBody(timeline, timeline.Suggestions, where),
            }
        );
    }

    private static DateTimeOffset? At(ChatMessage message) =>
        message.Time is { Date: { } date, TimeOfDay: { } clock } ? new(date.ToDateTime(TimeOnly.FromTimeSpan(clock)), TimeSpan.Zero) : null;
}
