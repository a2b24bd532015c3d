using Markdig.Extensions.Footnotes;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax.Inlines;

namespace Knowledge.Content.Markup;

/// <summary>A piece of text that is not broken.</summary>
/// <param name="HasSpace">Whether a space stands before it, where a line may end.</param>
/// <param name="BreaksBefore">Whether a new line begins with it.</param>
internal sealed record TerminalWord(string Text, string Style, bool HasSpace, bool BreaksBefore = false);

/// <summary>The words of a paragraph with what they look like on a terminal.</summary>
internal static class TerminalWords
{
    public static IReadOnlyList<TerminalWord> Of(ContainerInline? inlines, string style = Sgr.Plain)
    {
        var words = new List<TerminalWord>();
        var (space, breaks) = (false, false);
        Walk(inlines, style);
        return words;

        void Walk(ContainerInline? container, string look)
        {
            foreach (var inline in container ?? Enumerable.Empty<Inline>())
                switch (inline)
                {
                    case LiteralInline literal:
                        Text(literal.Content.ToString(), look);
                        break;
                    case CodeInline code:
                        Whole(code.Content, Joined(look, Sgr.Code));
                        break;
                    case EmphasisInline emphasis:
                        Walk(emphasis, Joined(look, emphasis.DelimiterCount > 1 ? Sgr.Bold : Sgr.Italic));
                        break;
                    case LinkInline { IsImage: true } picture:
                        Text($"[picture: {InlineText.Of(picture)}]", Joined(look, Sgr.Dim));
                        break;
                    case LinkInline link:
                        Walk(link, Joined(look, Sgr.Link));
                        if (link.Url is { Length: > 0 } url && url != InlineText.Of(link))
                        {
                            space = true;
                            Whole($"({url})", Joined(look, Sgr.Dim));
                        }
                        break;
                    case AutolinkInline address:
                        Whole(address.Url, Joined(look, Sgr.Link));
                        break;
                    case HtmlEntityInline entity:
                        Text(entity.Transcoded.ToString(), look);
                        break;
                    case TaskList task:
                        Whole(task.Checked ? "[x]" : "[ ]", look);
                        space = true;
                        break;
                    case FootnoteLink { IsBackLink: false } note:
                        Whole($"[{note.Index}]", look);
                        break;
                    case LineBreakInline { IsHard: var isHard }:
                        (space, breaks) = (true, breaks || isHard);
                        break;
                    case HtmlInline { Tag: var tag }:
                        breaks |= tag.StartsWith("<br", StringComparison.OrdinalIgnoreCase);
                        break;
                    case ContainerInline inner:
                        Walk(inner, look);
                        break;
                }
        }

        void Text(string text, string look)
        {
            var start = 0;
            for (var i = 0; i <= text.Length; i++)
                if (i == text.Length || text[i] is ' ' or '\t' or '\n')
                {
                    if (i > start)
                        Whole(text[start..i], look);
                    space |= i < text.Length;
                    start = i + 1;
                }
        }

        void Whole(string text, string look)
        {
            words.Add(new(text, look, space, breaks));
            (space, breaks) = (false, false);
        }
    }

    private static string Joined(string outer, string inner) => outer.Length == 0 ? inner : $"{outer};{inner}";
}
