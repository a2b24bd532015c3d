using System.Security.Cryptography;
using System.Text;
using Knowledge.Api.Live;
using Knowledge.Content;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Files;
using Knowledge.Indexer.Sources;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Proposals;

/// <summary>The file of a page as it can be edited in a form, and how what was edited becomes the file again.</summary>
/// <param name="Path">Inside the repository.</param>
/// <param name="Original">All characters of the file.</param>
/// <param name="Hash">By which is known whether the file changed meanwhile.</param>
internal sealed record ProposedFile(string Path, string Original, string Hash)
{
    private const char Mark = '\uFEFF';
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>As a form has it: line feeds only.</summary>
    public string Text => Original.TrimStart(Mark).Replace("\r\n", "\n", StringComparison.Ordinal);

    private bool HasCarriageReturns => Original.Contains("\r\n", StringComparison.Ordinal);

    /// <summary>Whether a change of this page can be proposed: it comes from a file of a repository.</summary>
    public static bool IsPossible(Document document, LiveHistory history, Forges forges) =>
        history.Current.ContainsKey(document.Source) || forges.SettingsOf(document.Source) is not null;

    /// <returns>The file, or one sentence that says why it cannot be edited here.</returns>
    public static (ProposedFile? File, string? Problem) Read(Document document, ServingOptions options, LiveHistory history)
    {
        if (options.Sources.FirstOrDefault(s => s.Name == document.Source) is not { } source)
            return (null, T("This page comes from no file of a repository."));
        byte[] bytes;
        try
        {
            bytes = SourceAccess.Read(
                source.Directory,
                () => PlainFile.ReadAllBytes(System.IO.Path.Combine(source.Directory, document.Path), DocumentReader.MaxCharacters)
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (
                null,
                T("The file of this page cannot be read just now, or it is too large to be edited here. Edit it in its repository.")
            );
        }
        string text;
        try
        {
            text = Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return (null, T("The file of this page is not UTF-8. Edit it in its repository."));
        }
        var ends = text.AsSpan().Count("\r\n");
        if (
            text.Contains('\0', StringComparison.Ordinal)
            || text.AsSpan().Count('\r') != ends
            || (ends > 0 && text.AsSpan().Count('\n') != ends)
        )
            return (null, T("The file of this page has line ends of several kinds. Edit it in its repository."));
        var prefix = history.Current.GetValueOrDefault(document.Source)?.Prefix ?? "";
        return (new(prefix + document.Path, text, Convert.ToHexStringLower(SHA256.HashData(bytes))), null);
    }

    /// <summary>What was edited as the file has it: with its kind of line ends, its byte order mark and the end of its last line.</summary>
    public string FileOf(string edited)
    {
        var text = edited.ReplaceLineEndings("\n");
        if (Original.EndsWith('\n') && text.Length > 0 && !text.EndsWith('\n'))
            text += "\n";
        if (HasCarriageReturns)
            text = text.Replace("\n", "\r\n", StringComparison.Ordinal);
        return Original.StartsWith(Mark) ? Mark + text.TrimStart(Mark) : text;
    }
}
