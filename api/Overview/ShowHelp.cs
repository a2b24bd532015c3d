using Knowledge.Api.Ui;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Overview;

public sealed record HelpModel(string? Theme);

/// <summary><c>GET /help</c>.</summary>
internal static class ShowHelp
{
    public static void MapHelpPage(this RouteGroupBuilder pages) => pages.MapPage("/help", Handle);

    private static RazorComponentResult<HelpPage> Handle(HttpContext http) =>
        Page.Of<HelpPage, HelpModel>(new(ChooseTheme.Of(http.Request)));
}
