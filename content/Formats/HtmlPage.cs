using Knowledge.Content.Importing;

namespace Knowledge.Content.Formats;

/// <summary>An HTML page to Markdown: its main part, without navigation, header, footer and scripts.</summary>
internal static class HtmlPage
{
    private static readonly string[] Around = ["nav", "header", "footer", "button", "form"];

    /// <summary>Null when the text is no page but a piece of a template or data.</summary>
    public static string? ToMarkdown(string html)
    {
        var (matter, body) = FrontMatterOf(html);
        if (html.Length > MarkupTree.MaxCharacters || !LooksLikePage(body))
            return null;
        var nodes = MarkupTree.Read(body, MarkupDialect.Html);
        var all = MarkupNode.ElementsOf(nodes).ToList();
        var main =
            all.FirstOrDefault(e => e.Name == "main" || e["role"] == "main")
            ?? (all.Count(e => e.Name == "article") == 1 ? all.First(e => e.Name == "article") : null)
            ?? all.FirstOrDefault(e => e.Name == "body");
        IReadOnlyList<MarkupNode> content = [.. (main?.Children ?? nodes).SelectMany(Node)];
        var hasTitle = MarkupNode.ElementsOf(content).Any(e => e.Name == "h1");
        var (markdown, _) = MarkdownWriter.Write(content, url => url, hasTitle ? 1 : 2);
        var title = all.FirstOrDefault(e => e.Name == "title")?.InnerText.Trim();
        return matter
            + (hasTitle || string.IsNullOrEmpty(title) ? markdown : $"# {MarkdownText.Escape(title, inCell: false)}\n\n{markdown}")
            + "\n";
    }

    private static (string Matter, string Body) FrontMatterOf(string html) =>
        html.StartsWith("---\n", StringComparison.Ordinal) && html.IndexOf("\n---\n", StringComparison.Ordinal) is > 0 and var end
            ? (html[..(end + 5)], html[(end + 5)..])
            : ("", html);

    private static bool LooksLikePage(string html)
    {
        var head = html.AsSpan(0, Math.Min(html.Length, 4096));
        return head.Contains("<html", StringComparison.OrdinalIgnoreCase)
            || head.Contains("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || head.Contains("<h1", StringComparison.OrdinalIgnoreCase)
            || head.Contains("<h2", StringComparison.OrdinalIgnoreCase)
            || head.Contains("<body", StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<MarkupNode> Node(MarkupNode node)
    {
        if (node is not MarkupElement element)
            return [node];
        if (
            Around.Contains(element.Name)
            || element["role"] is "navigation" or "banner" or "contentinfo"
            || element["aria-hidden"] == "true"
        )
            // A header may hold the title of the page.
            return element.Name == "header" ? element.Descendants().Where(e => e.Name == "h1") : [];
        // The sign behind a heading that leads to it.
        if (element.Name == "a" && (element.HasClass("headerlink") || element.HasClass("anchor") || element.HasClass("anchorjs-link")))
            return [];
        if (element.Name == "pre")
            return [element.With("language", LanguageOf(element))];
        return [element with { Children = [.. element.Children.SelectMany(Node)] }];
    }

    private static string LanguageOf(MarkupElement code)
    {
        foreach (var name in new[] { code }.Concat(code.Descendants()).SelectMany(e => (e["class"] ?? "").Split(' ')))
        foreach (var sign in new[] { "language-", "lang-", "highlight-", "brush:" })
            if (name.StartsWith(sign, StringComparison.Ordinal) && name.Length > sign.Length)
                return name[sign.Length..];
        return "";
    }
}
