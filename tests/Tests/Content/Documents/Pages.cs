using Knowledge.Content;
using Knowledge.Content.Documents;

namespace Knowledge.Tests.Content.Documents;

/// <summary>A page from a text, as a source would give it.</summary>
internal static class Pages
{
    public static Document Read(string text, string path = "runbooks/page.md") =>
        Assert.Single(DocumentReader.Read(new("s", "docs", path, text)).Documents);

    public static IReadOnlyList<Step> Steps(string text, string path = "runbooks/page.md") =>
        [.. Read(text, path).Sections.SelectMany(s => s.Steps)];

    /// <summary>The commands of the steps below Remediation, <c>-</c> for a step without one.</summary>
    public static string Commands(string body) =>
        string.Join("; ", Steps($"# Page\n\n## Remediation\n\n{body}").Select(s => s.Command ?? "-"));

    /// <summary>The one page of a case in the sample material.</summary>
    public static Document Case(string path)
    {
        var file = Samples.Require($"cases/{path}");
        var inside = path[(path.IndexOf('/') + 1)..];
        return Read(File.ReadAllText(file), inside);
    }
}
