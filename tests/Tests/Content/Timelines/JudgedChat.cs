using System.Globalization;
using Knowledge.Content.Timelines;

namespace Knowledge.Tests.Content.Timelines;

/// <summary>A chat and what a person says of it: the kind of each message, and what a postmortem should take from it.</summary>
internal sealed record JudgedChat(
    ChatTimeline Timeline,
    IReadOnlyDictionary<int, MessageKind> Kinds,
    IReadOnlyList<JudgedChat.Suggestion> Suggestions
)
{
    /// <param name="Part">What the suggested text must contain.</param>
    public sealed record Suggestion(SuggestionKind Kind, string Part, int? MinutesLost)
    {
        public bool Fits(TimelineSuggestion made) => made.Kind == Kind && made.Text.Contains(Part, StringComparison.OrdinalIgnoreCase);
    }

    public static string TextOf(string file) => Repository.Text($"tests/Tests/Content/Timelines/Chats/{file}");

    public static JudgedChat Read(string file, ChatOptions? options = null)
    {
        var (timeline, problem) = ChatTimeline.Read(TextOf(file), options ?? new());
        Assert.Null(problem);
        var kinds = new Dictionary<int, MessageKind>();
        var suggestions = new List<Suggestion>();
        foreach (
            var cells in TextOf(file[..file.IndexOf('.', StringComparison.Ordinal)] + ".expected.tsv")
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(l => l.Split('\t'))
        )
        {
            var kind = cells[0].Replace("-", "", StringComparison.Ordinal);
            if (int.TryParse(cells[0], CultureInfo.InvariantCulture, out var at))
                kinds[at] = Enum.Parse<MessageKind>(cells[1].Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
            else
                suggestions.Add(
                    new(
                        Enum.Parse<SuggestionKind>(kind, ignoreCase: true),
                        cells[1],
                        cells.Length > 2 ? int.Parse(cells[2], CultureInfo.InvariantCulture) : null
                    )
                );
        }
        return new(timeline!, kinds, suggestions);
    }

    /// <summary>By line in text, by number of message in JSON.</summary>
    public MessageKind KindAt(ChatEvent item) => Kinds[Timeline.Shape == ChatShape.SlackExport ? item.Number : item.Evidence.Line];

    public IReadOnlyList<string> WrongKinds() =>
        [.. Timeline.Events.Where(e => e.Kind != KindAt(e)).Select(e => $"{e.Evidence.Line}: {e.Kind}, judged {KindAt(e)}: {e.Text}")];

    public IReadOnlyList<string> NotSuggested() =>
        [.. Suggestions.Where(s => !Timeline.Suggestions.Any(s.Fits)).Select(s => $"{s.Kind}: {s.Part}")];

    public IReadOnlyList<string> NotWanted() =>
        [.. Timeline.Suggestions.Where(made => !Suggestions.Any(s => s.Fits(made))).Select(made => $"{made.Kind}: {made.Text}")];

    public IReadOnlyList<string> WrongMinutes() =>
        [
            .. Suggestions
                .Where(s => s.MinutesLost is not null)
                .Select(s => (s, Made: Timeline.Suggestions.FirstOrDefault(s.Fits)))
                .Where(p => p.Made is not null && p.Made.MinutesLost != p.s.MinutesLost)
                .Select(p => $"{p.s.Part}: {p.Made!.MinutesLost}, judged {p.s.MinutesLost}"),
        ];
}
