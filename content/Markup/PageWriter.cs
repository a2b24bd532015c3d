using System.Text;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;

namespace Knowledge.Content.Markup;

/// <summary>
/// The second wall, and what the product adds. Takes rendered HTML apart and writes it anew from the <see cref="HtmlAllowList"/>, every tag
/// closed and inside its parent; then nothing that comes from the text is left to decide, and permalinks, code frames and step
/// boxes are added.
/// </summary>
internal sealed class PageWriter
{
    private const int MaxDepth = 300;

    private readonly StringBuilder page = new();
    private readonly List<OpenElement> open = [];
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private readonly Checklist checklist;
    private int codeDepth;

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
                    writer.page.AppendEscaped(writer.codeDepth > 0 ? HiddenCharacters.Reveal(token.Data) : token.Data);
                    break;
            }

        while (writer.open.Count > 0)
            writer.CloseLast();
        return writer.page.ToString();
    }

    private void Open(HtmlTagToken tag)
    {
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
        if (tag.Name == "pre")
        {
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
    }

    private readonly record struct OpenElement(string Name, string? Id, bool IsWritten, bool IsSteps);
}
