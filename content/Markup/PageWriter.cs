using System.Text;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using Knowledge.Content.Diagrams;

namespace Knowledge.Content.Markup;

/// <summary>
/// The second wall, and what the product adds. Takes rendered HTML apart and writes it anew from the <see cref="HtmlAllowList"/>, every tag
/// closed and inside its parent; then nothing that comes from the text is left to decide, and permalinks, code frames and step
/// boxes are added.
/// </summary>
internal sealed class PageWriter
{
    private const int MaxDepth = 300;
    private const int MaxDiagrams = 20;
    private const string LanguageClass = "language-";

    private readonly StringBuilder page = new();
    private readonly List<OpenElement> open = [];
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private readonly Checklist checklist;
    private int codeDepth;
    private int highlighted;
    private int diagrams;

    // The text of a block in a language that is known, until its end.
    private StringBuilder? code;
    private string language = "";
    private int blockStart;
    private string? drawing;

    private PageWriter(IReadOnlySet<string> checklistAnchors) => checklist = new(checklistAnchors);

    public static string Write(string html, IReadOnlySet<string> checklistAnchors)
    {
        var writer = new PageWriter(checklistAnchors);
        foreach (var token in HtmlTokens.Read(html))
            switch (token)
            {
                case HtmlTagToken { Type: HtmlTokenType.StartTag } tag:
                    writer.Open(tag);
                    break;
                case HtmlTagToken tag:
                    writer.Close(tag.Name);
                    break;
                default:
                    writer.Text(token.Data);
                    break;
            }

        while (writer.open.Count > 0)
            writer.CloseLast();
        return writer.page.ToString();
    }

    private void Text(string text)
    {
        if (code is not null)
            code.Append(text);
        else
            page.AppendEscaped(codeDepth > 0 ? HiddenCharacters.Reveal(text) : text);
    }

    private void Open(HtmlTagToken tag)
    {
        EndCode();
        var attributes = HtmlAllowList.PageAttributes(tag, ids).ToList();
        if (HtmlAllowList.WithoutContent.Contains(tag.Name))
        {
            page.AppendTag(tag.Name, attributes);
            return;
        }

        if (open.Count == MaxDepth)
            return;

        var id = attributes.Find(attribute => attribute.Key == "id").Value;
        if (open.Count == 0 && HtmlAllowList.IsHeading(tag.Name))
            checklist.EnterSection(tag.Name[1] - '0', id);

        // A link in a link, or a heading in a heading, would be moved out of it by the browser.
        var element = new OpenElement(
            tag.Name,
            id,
            IsWritten: !open.Exists(outer =>
                outer.Name == "a" ? tag.Name == "a" : HtmlAllowList.IsHeading(outer.Name) && HtmlAllowList.IsHeading(tag.Name)
            ),
            IsSteps: tag.Name == "ol" && open.Count == 0 && checklist.IsOpen
        );
        var isStep = tag.Name == "li" && open is [.., { IsSteps: true }];
        open.Add(element);
        if (tag.Name is "code" or "pre")
            codeDepth++;
        if (!element.IsWritten)
            return;

        if (element.IsSteps)
            attributes.Add(new("class", "steps"));
        if (tag.Name == "code" && open is [.., { Name: "pre" }, _] && LanguageOf(attributes) is { } named)
            (code, language) = (new(), named);
        if (tag.Name == "pre")
        {
            blockStart = page.Length;
            page.Append("<div class=\"code\">");
            attributes.Add(new("tabindex", "0"));
        }

        page.AppendTag(tag.Name, attributes);
        if (isStep)
            checklist.AppendBox(page, ids);
    }

    private void Close(string name)
    {
        var opener = open.FindLastIndex(element => element.Name == name);
        if (opener < 0)
            return;
        while (open.Count > opener)
            CloseLast();
    }

    private void CloseLast()
    {
        var element = open[^1];
        var text = EndCode();
        open.RemoveAt(open.Count - 1);
        if (element.Name is "code" or "pre")
            codeDepth--;
        if (!element.IsWritten)
            return;

        if (element.Id is not null && HtmlAllowList.IsHeading(element.Name))
            page.Append("<a class=\"anchor\"")
                .AppendAttribute("href", "#" + element.Id)
                .Append(" aria-label=\"Link to this section\">#</a>");
        page.Append("</").Append(element.Name).Append('>');
        if (element.Name == "pre")
            page.Append("</div>");
        if (text is not null && language == "mermaid")
            drawing = diagrams < MaxDiagrams ? Diagram.Svg(text) : null;
        if (element.Name == "pre" && drawing is not null)
            Draw();
    }

    private static string? LanguageOf(List<KeyValuePair<string, string>> attributes) =>
        attributes.Find(a => a.Key == "class").Value is { } classes && classes.StartsWith(LanguageClass, StringComparison.Ordinal)
            ? classes[LanguageClass.Length..]
            : null;

    /// <summary>Writes the code that was gathered, in colours.</summary>
    private string? EndCode()
    {
        if (code is null)
            return null;
        var text = HiddenCharacters.Reveal(code.ToString());
        highlighted += CodeHighlighting.Append(page, language, text, CodeHighlighting.MaxSpans - highlighted);
        code = null;
        return text;
    }

    // The picture comes first, and the text that it was made of is folded away below it.
    private void Draw()
    {
        page.Insert(blockStart, $"<figure class=\"diagram\">{drawing}</figure><details><summary>The drawing as text</summary>")
            .Append("</details>");
        drawing = null;
        diagrams++;
    }

    private readonly record struct OpenElement(string Name, string? Id, bool IsWritten, bool IsSteps);
}
