using Knowledge.Api.Assistant.Verification;

namespace Knowledge.Tests.Api.Assistant.Verification;

/// <summary>Pages and replies about them: good ones, of which nearly everything must stay, and bad ones, of which nothing may.</summary>
internal static class RecordedReplies
{
    public static IReadOnlyList<EvidenceSentence> Evidence { get; } =
    [
        .. Read("evidence.txt")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => l.Split(' ', 2))
            .Select(l => new EvidenceSentence(int.Parse(l[0], null), l[1], "page", "Page", "/docs/page")),
    ];

    /// <summary>Each a reply of several lines.</summary>
    public static IReadOnlyList<string> Good { get; } = Read("good.txt").Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Each a reply of one line, and why it is dropped.</summary>
    public static IReadOnlyList<(DropReason Reason, string Why, string Reply)> Bad { get; } =
    [
        .. Read("bad.txt")
            .Split("\n# ", StringSplitOptions.RemoveEmptyEntries)
            .Select(b => b.TrimStart('#', ' ').Split('\n', 2))
            .Select(b => (Enum.Parse<DropReason>(b[0].Split(':')[0]), b[0], b[1].Trim('\n'))),
    ];

    private static string Read(string name) =>
        Repository.Text($"tests/Tests/Api/Assistant/Verification/replies/{name}").ReplaceLineEndings("\n");
}
