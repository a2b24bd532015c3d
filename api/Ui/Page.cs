using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Ui;

/// <summary>A page and the model it shows, tied together when it is compiled.</summary>
public abstract class PageOf<TModel> : ComponentBase
{
    [Parameter, EditorRequired]
    public required TModel Model { get; set; }
}

internal static class Page
{
    public static RazorComponentResult<TPage> Of<TPage, TModel>(TModel model, int status = 200)
        where TPage : PageOf<TModel> =>
        new(new Dictionary<string, object?> { [nameof(PageOf<>.Model)] = model }) { PreventStreamingRendering = true, StatusCode = status };
}
