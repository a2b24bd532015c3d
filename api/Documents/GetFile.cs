using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Indexer.Sources;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Documents;

/// <summary>
/// <c>GET /files/{source}/{path}</c>: a picture that a page shows, or a file that it links to, out of the source's directory. Pictures
/// are shown in a sandbox without scripts; all else is saved.
/// </summary>
internal static class GetFile
{
    public const long MaxBytes = 10 * 1024 * 1024;

    private const string Sandbox = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

    public static void MapFiles(this IEndpointRouteBuilder app) =>
        app.MapMethods(AttachmentAddress.Root + "{source}/{**path}", ["GET", "HEAD"], Handle)
            .ExcludeFromDescription()
            .DisableRateLimiting();

    private static async Task<IResult> Handle(
        HttpContext http,
        ServingOptions options,
        VisibleKnowledge live,
        string source,
        string? path = null
    )
    {
        if (
            path is null
            || !AttachmentAddress.IsServed(path)
            || options.Sources.FirstOrDefault(s => s.Name.Equals(source, StringComparison.OrdinalIgnoreCase)) is not { } directory
            || !live.ShowsSource(directory.Name)
            || !live.ShowsFile(directory.Name, path)
        )
            return ErrorResponse.Page(http, Problem.NotFound);
        FileStream? stream;
        try
        {
            stream = await SourceAccess.ReadAsync(directory.Directory, () => SourceFile.Open(directory, path, MaxBytes));
        }
        catch (IOException)
        {
            return ErrorResponse.Page(http, Problem.Unavailable, T("The directory of the file does not answer just now."));
        }
        if (stream is null)
            return ErrorResponse.Page(http, Problem.NotFound);
        http.Response.Headers.ContentSecurityPolicy = Sandbox;
        http.Response.Headers.CacheControl = "private, max-age=60";
        var type = AttachmentAddress.TypeOf(path);
        return TypedResults.Stream(
            stream,
            type ?? "application/octet-stream",
            type is null ? path[(path.LastIndexOf('/') + 1)..] : null,
            File.GetLastWriteTimeUtc(stream.SafeFileHandle),
            enableRangeProcessing: true
        );
    }
}
