using Knowledge.Content.Text;
using Markdig.Extensions.TaskLists;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace Knowledge.Content.Markup;

/// <summary>The box of a task list item, named by the words beside it for those who do not see them.</summary>
internal sealed class TaskListHtml : HtmlObjectRenderer<TaskList>
{
    private const int MaxNameCharacters = 120;

    protected override void Write(HtmlRenderer renderer, TaskList box)
    {
        var name = Sentences.Truncate(InlineText.Of(box.Parent).Trim(), MaxNameCharacters);
        renderer.Write("<input type=\"checkbox\" disabled aria-label=\"").WriteEscape(name.Length > 0 ? name : "Task");
        renderer.Write(box.Checked ? "\" checked>" : "\">");
    }
}
