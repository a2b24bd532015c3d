namespace Knowledge.Api.Hosting;

/// <summary>Tells browsers what our pages never do, on every answer, errors too.</summary>
internal static class SecurityHeaders
{
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private const string PermissionsPolicy = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

    public static void UseSecurityHeaders(this WebApplication app) =>
        app.Use(
            static (http, next) =>
            {
                // On start, since the exception handler clears headers that were set before.
                http.Response.OnStarting(
                    static state =>
                    {
                        var headers = ((HttpResponse)state).Headers;
                        // A file out of a source has a stricter one.
                        if (headers.ContentSecurityPolicy.Count == 0)
                            headers.ContentSecurityPolicy = ContentSecurityPolicy;
                        headers.XContentTypeOptions = "nosniff";
                        headers["Referrer-Policy"] = "no-referrer";
                        headers["Cross-Origin-Opener-Policy"] = "same-origin";
                        headers["Cross-Origin-Resource-Policy"] = "same-origin";
                        headers["Permissions-Policy"] = PermissionsPolicy;
                        if (((HttpResponse)state).HttpContext.Request.IsHttps)
                            headers.StrictTransportSecurity = "max-age=31536000";
                        // What was shown once may hold what is deleted meanwhile, and on shared machines others press "back".
                        if (headers.CacheControl.Count == 0)
                            headers.CacheControl = "no-store";
                        return Task.CompletedTask;
                    },
                    http.Response
                );
                return next(http);
            }
        );
}
