using System.Collections.Frozen;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace Knowledge.Content.Markup;

/// <summary>
/// The text and the allowed tags of a piece of HTML, in order. Comments and declarations are left out, as are all other tags; of scripts,
/// styles, templates, drawings and the like also what is in them. Only tokens are looked at, never a tree, so the time is linear
/// for any nesting.
/// </summary>
internal static class HtmlTokens
{
    // csharpier-ignore
    private static readonly FrozenSet<string> LeftOutWithContent =
    [
        "applet", "audio", "canvas", "frameset", "head", "iframe", "math", "noembed", "noframes", "noscript", "object", "script",
        "select", "style", "svg", "template", "textarea", "title", "video", "xmp",
    ];

    public static IEnumerable<HtmlToken> Read(string html)
    {
        using var source = new TextSource(html);
        var tokenizer = new HtmlTokenizer(source, HtmlEntityProvider.Resolver);
        string? leftOut = null;
        var depth = 0;

        while (tokenizer.Get() is { Type: not HtmlTokenType.EndOfFile } token)
        {
            if (leftOut is not null)
            {
                if (token is HtmlTagToken inner && inner.Name == leftOut)
                    depth += inner.Type == HtmlTokenType.StartTag ? 1 : -1;
                if (depth == 0)
                    leftOut = null;
            }
            else if (token is HtmlTagToken tag)
            {
                if (HtmlAllowList.Elements.Contains(tag.Name))
                    yield return tag;
                else if (tag.Type == HtmlTokenType.StartTag && !tag.IsSelfClosing && LeftOutWithContent.Contains(tag.Name))
                    (leftOut, depth) = (tag.Name, 1);
            }
            else if (token.Type == HtmlTokenType.Character)
                yield return token;
        }
    }
}
