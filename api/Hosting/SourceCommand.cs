using System.CommandLine;
using Knowledge.Api.Live;
using Knowledge.Api.Options;
using Knowledge.Api.Store;

namespace Knowledge.Api.Hosting;

/// <summary>
/// <c>source confirm NAME</c>: tells the running server, through its data directory, that pages which a source lost at once are meant to
/// be gone.
/// </summary>
internal static class SourceCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The source, as /status and degraded name it" };
        var confirm = new Command("confirm", "Accept that the pages that a source lost at once are deleted; the server runs") { name };
        var configuration = confirm.TakesDataDirectory();
        confirm.SetAction((parsed, cancellation) => Confirm(parsed.GetValue(name)!, configuration(parsed), parsed, cancellation));
        return new Command("source", "Manage the sources of a running server") { confirm };
    }

    private static async Task<int> Confirm(string source, IConfiguration configuration, ParseResult parsed, CancellationToken cancellation)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        if (ServerOptions.DataDirectoryOf(configuration, out var directory) is { } mistake)
            return Exit.With(error, mistake, Exit.WrongUse);
        var request = new SourceConfirmation(directory!);
        try
        {
            if (!SqliteDatabase.IsInUse(directory!))
                return Exit.With(error, $"no server runs over '{directory}': start it, and confirm then", Exit.StoreRefused);
            request.Ask(source);
            try
            {
                for (var begun = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(begun) < Patience; )
                    if (request.TakeReply() is { } reply)
                        return reply.IsDone ? Exit.With(output, reply.Text, Exit.Fine) : Exit.With(error, reply.Text, Exit.NothingToDo);
                    else
                        await Task.Delay(Look, cancellation);
                return Exit.With(error, "the server does not answer; nothing was confirmed", Exit.StoreRefused);
            }
            finally
            {
                request.Withdraw();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Exit.With(error, e.Message, Exit.StoreRefused);
        }
    }
}
