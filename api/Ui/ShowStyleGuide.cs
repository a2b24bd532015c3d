using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Ui;

public sealed record StyleGuideModel;

/// <summary><c>GET /styleguide</c>: every part of a page once, in its states; what the tests of appearance look at.</summary>
internal static class ShowStyleGuide
{
    public static void MapStyleGuide(this RouteGroupBuilder pages) => pages.MapPage("/styleguide", Handle);

    private static RazorComponentResult<StyleGuidePage> Handle() => Page.Of<StyleGuidePage, StyleGuideModel>(new());
}
