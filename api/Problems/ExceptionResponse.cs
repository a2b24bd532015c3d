using Microsoft.AspNetCore.Diagnostics;

namespace Knowledge.Api.Problems;

/// <summary>Answers for exceptions, and logs those that are our fault: the framework does not log what a handler claims.</summary>
internal sealed partial class ExceptionResponse(ILogger<ExceptionResponse> logger) : IExceptionHandler
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
            var (problem, detail) = UnreadableRequest.Describe(bad);
            await ErrorResponse.Write(httpContext, problem, detail);
            return true;
        }
        if (exception is OutOfMemoryException or InsufficientMemoryException)
        {
            LogNoMemory(exception, httpContext.Request.Method, httpContext.Request.Path);
            httpContext.Response.Headers.RetryAfter = "10";
            await ErrorResponse.Write(httpContext, Problem.Unavailable);
            return true;
        }
        LogFailure(exception, httpContext.Request.Method, httpContext.Request.Path);
        await ErrorResponse.Write(httpContext, Problem.Internal);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "There was no memory to answer {Method} {Path}")]
    private partial void LogNoMemory(Exception exception, string method, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "Failed to answer {Method} {Path}")]
    private partial void LogFailure(Exception exception, string method, string path);
}
