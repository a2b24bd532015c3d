using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;

namespace Knowledge.Api.Problems;

/// <summary>Answers for exceptions, and logs those that are our fault: the framework does not log what a handler claims.</summary>
internal sealed partial class ExceptionAnswer(ILogger<ExceptionAnswer> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }
        if (exception is BadHttpRequestException bad)
        {
            var (problem, detail) = Describe(bad);
            await ErrorAnswer.Write(httpContext, problem, detail);
            return true;
        }
        LogFailure(exception, httpContext.Request.Method, httpContext.Request.Path);
        await ErrorAnswer.Write(httpContext, Problem.Internal);
        return true;
    }

    private static (Problem Problem, string? Detail) Describe(BadHttpRequestException bad) =>
        bad switch
        {
            { StatusCode: 400, InnerException: JsonException json } => (
                Problem.BadJson,
                $"Line {json.LineNumber + 1}, {json.Path ?? "$"}: {Sentence(json.Message)} {Problem.BadJson.Remedy}"
            ),
            { StatusCode: 400 } => (Problem.BadRequest, $"{Sentence(bad.Message)} {Problem.BadRequest.Remedy}"),
            _ => (Problem.ForStatus(bad.StatusCode), null),
        };

    // The serializer appends its own position and names types of ours; the first sentence says what is wrong.
    private static string Sentence(string message)
    {
        var end = message.IndexOf(" Path:", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).Replace("Knowledge.Api.Search.", "", StringComparison.Ordinal).TrimEnd('.') + ".";
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Failed to answer {Method} {Path}")]
    private partial void LogFailure(Exception exception, string method, string path);
}
