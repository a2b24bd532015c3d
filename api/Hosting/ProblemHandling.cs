using Knowledge.Api.Problems;

namespace Knowledge.Api.Hosting;

/// <summary>Gives every error a body that says what to do.</summary>
internal static class ProblemHandling
{
    public static void AddProblems(this WebApplicationBuilder builder)
    {
        builder.Services.AddExceptionHandler<ExceptionResponse>();
        // The same in every environment: a body that cannot be bound is described by ExceptionResponse.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(_ => { });
        app.Use(
            static (http, next) =>
                // The framework takes it for a fault of the program.
                RequestBody.HasUnknownCharset(http) || RequestBody.IsEncoded(http)
                    ? ErrorResponse.Write(http, Problem.UnsupportedMediaType)
                    : next(http)
        );
        app.UseStatusCodePages(context =>
            ErrorResponse.Write(context.HttpContext, Problem.ForStatus(context.HttpContext.Response.StatusCode))
        );
    }
}
