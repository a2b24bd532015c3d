namespace Knowledge.Api.Ui;

/// <summary><c>GET /assets/{name}</c>.</summary>
internal static class GetAsset
{
    public static void MapAssets(this RouteGroupBuilder assets) => assets.MapPage("/{name}", Handle);

    private static IResult Handle(HttpContext http, string name, string? v = null)
    {
        if (Asset.Find(name) is not { } asset)
            return TypedResults.NotFound();
        // Without the right hash the next version must be seen at once.
        http.Response.Headers.CacheControl =
            v is not null && asset.Url.EndsWith(v, StringComparison.Ordinal) && v.Length == 12
                ? "public, max-age=31536000, immutable"
                : "no-cache";
        return TypedResults.Bytes(asset.Content, asset.ContentType);
    }
}
