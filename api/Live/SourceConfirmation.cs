using System.Globalization;
using Knowledge.Api.Store;

namespace Knowledge.Api.Live;

/// <param name="IsDone">Whether pages are deleted.</param>
internal sealed record ConfirmationReply(bool IsDone, string Text);

/// <summary>
/// How an operator confirms deletions at a running server: a file in the data directory, which nobody else may write, and another one
/// that answers. Nothing of it outlives the question, so that no later loss is confirmed by it.
/// </summary>
internal sealed class SourceConfirmation(string dataDirectory)
{
    public const string RequestName = "source-confirm.request";
    public const string ReplyName = "source-confirm.reply";

    private const int MaxBytes = 2_000;
    private const string Done = "done ";
    private const string NotDone = "none ";

    private string Request => Path.Combine(dataDirectory, RequestName);

    private string Reply => Path.Combine(dataDirectory, ReplyName);

    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void Ask(string source)
    {
        File.Delete(Reply);
        Put(Request, source);
    }

    /// <summary>The answer, once.</summary>
    public ConfirmationReply? TakeReply()
    {
        if (Take(Reply) is not { } text)
            return null;
        return new(text.StartsWith(Done, StringComparison.Ordinal), text.Length > Done.Length ? text[Done.Length..] : text);
    }

    /// <summary>Takes back a question that nobody answered.</summary>
    public void Withdraw()
    {
        File.Delete(Request);
        File.Delete(Reply);
    }

    /// <summary>Answers a question that is there. One that an earlier server left unanswered was withdrawn at the start.</summary>
    /// <param name="accept">How many pages of the source may go now; null when it has lost none.</param>
    public void Answer(Func<string, int?> accept)
    {
        if (Take(Request) is not { } source)
            return;
        Put(
            Reply,
            accept(source) is { } pages
                ? string.Create(CultureInfo.InvariantCulture, $"{Done}{pages:N0} pages of {source} are deleted with the next look.")
                : $"{NotDone}source {source} has lost no pages at once: nothing was confirmed"
        );
    }

    private static void Put(string path, string text)
    {
        DataFiles.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
    }

    private static string? Take(string path)
    {
        if (!File.Exists(path))
            return null;
        var text = new FileInfo(path).Length <= MaxBytes ? File.ReadAllText(path) : "";
        File.Delete(path);
        return text;
    }
}
