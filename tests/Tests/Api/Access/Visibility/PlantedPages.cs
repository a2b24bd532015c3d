using System.Globalization;
using System.Text;

namespace Knowledge.Tests.Api.Access.Visibility;

/// <summary>
/// Pages of a knowledge base, each with a word of its own planted wherever a page can say something: whoever must not see a page must
/// read none of its words.
/// </summary>
internal sealed class PlantedPages
{
    /// <summary>Groups that a page may name.</summary>
    public static readonly string[] Groups = ["legal", "security", "staff", "board"];

    private static readonly string[] Parts =
    [
        "file",
        "title",
        "owner",
        "service",
        "symptom",
        "ask",
        "searched",
        "tag",
        "alias",
        "cause",
        "step",
        "check",
        "command",
        "wording",
        "green",
        "blind",
        "end",
        "why",
        "repository",
        "twin",
        "action",
        "timeline",
        "body",
        "failing",
        "link",
        "picture",
    ];

    private PlantedPages(IReadOnlyList<Page> pages) => All = pages;

    /// <param name="Groups">Those that may see it; null for everybody.</param>
    public sealed record Page(int Number, string Path, IReadOnlyList<string>? Groups, string Text)
    {
        public string Id => Path[..^3].ToLowerInvariant();

        public string Title => $"Trouble of {Word("title")}";

        public string Alarm => $"Alarm{Number}";

        /// <summary>What is planted in one part of it: a word of letters that no stemmer shortens and no other page has.</summary>
        public string Word(string part) => PlantedPages.Word(Number, part);

        public IEnumerable<string> Words => Parts.Select(Word);

        public bool IsPostmortem => Number % 3 == 0;

        /// <summary>The parts whose words are shown to whoever sees the page: a name that only leads to it is not.</summary>
        public IEnumerable<string> Shown => Parts.Where(p => p != "alias" && (IsPostmortem || p is not ("searched" or "failing")));

        public bool IsSeenBy(IReadOnlyCollection<string> groups) => Groups is null || Groups.Any(groups.Contains);
    }

    public IReadOnlyList<Page> All { get; }

    public IReadOnlyList<Page> HiddenFrom(IReadOnlyCollection<string> groups) => [.. All.Where(p => !p.IsSeenBy(groups))];

    /// <param name="visibility">For each page a number whose bits are groups; 16 for everybody.</param>
    public static PlantedPages Of(IReadOnlyList<int> visibility) =>
        new([.. visibility.Select((bits, number) => One(number, bits >= 16 ? null : [.. Groups.Where((_, g) => (bits & 1 << g) != 0)]))]);

    private static Page One(int number, IReadOnlyList<string>? groups)
    {
        var kind = number % 3 == 0 ? "postmortems" : "runbooks";
        var page = new Page(number, $"{kind}/{Word(number, "file")}.md", groups, "");
        return page with { Text = Text(page, number % 3 == 0) };
    }

    // x, z and k stand at the ends, so that nothing is taken for an ending.
    private static string Word(int number, string part)
    {
        var word = new StringBuilder("xq");
        for (var n = number * 64 + Array.IndexOf(Parts, part) + 1; n > 0; n /= 11)
            word.Append("bdfghjlmprt"[n % 11]).Append('o');
        return word.Append("zk").ToString();
    }

    private static string Incident(Page page) =>
        $"date: 2026-0{1 + page.Number % 8}-0{1 + page.Number % 9}\nseverity: sev{1 + page.Number % 3}\nstatus: published\n"
        + $"searched: [\"{page.Word("searched")} is empty\"]\nfailing: [{page.Word("failing")}]";

    private static string Text(Page page, bool isPostmortem)
    {
        var text = new StringBuilder("---\n");
        string W(string part) => page.Word(part);
        if (page.Groups is { } groups)
            text.Append(CultureInfo.InvariantCulture, $"visible: [{string.Join(", ", groups)}]\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $$"""
            title: {{page.Title}}
            kind: {{(isPostmortem ? "postmortem" : "runbook")}}
            owner: {{W("owner")}}
            services: [{{W("service")}}]
            alerts: [{{page.Alarm}}]
            tags: [{{W("tag")}}]
            aliases: [{{W("alias")}}]
            symptoms: ["dashboards show {{W("symptom")}} and nothing else"]
            ask: ["Is it {{W("ask")}}?"]
            wording: ["We look at {{W("wording")}}"]
            stays-green: [{check: "{{W("green")}} check", blind-to: "{{W("blind")}} lost"}]
            dead-ends: [{suspicion: "the {{W("end")}} network", why: "{{W("why")}} was fine", minutes-lost: 30}]
            twins: [{repository: {{W("repository")}}, path: "src/{{W("twin")}}.sh"}, {repository: shared, path: "src/common.sh"}]
            {{(isPostmortem ? Incident(page) : "")}}
            ---
            # {{page.Title}}

            The {{W("body")}} of all dashboards. See [it](../runbooks/{{W("link")}}.md) and ![it]({{W("picture")}}.png).

            ## Symptoms

            - dashboards are empty since {{W("symptom")}}

            ## Causes

            The {{W("cause")}} disk of the nightly load was full.

            ## Diagnosis

            1. Look at the {{W("check")}} disk

               ```sh
               df -h /{{W("command")}}
               ```

            ## Remediation

            1. Empty the {{W("step")}} disk

            ## Verification

            1. Dashboards of {{W("step")}} are filled again

            ## Timeline

            - 07:40 {{W("timeline")}} was seen

            ## Actions

            - [ ] Watch the {{W("action")}} disk (owner: {{W("owner")}}, due: 2026-12-01)

            """
        );
        return text.ToString();
    }
}
