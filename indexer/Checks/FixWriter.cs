using System.Security.Cryptography;
using System.Text;
using Knowledge.Indexer.Files;
using Knowledge.Indexer.Redaction;
using Knowledge.Indexer.Sources;

namespace Knowledge.Indexer.Checks;

/// <summary>
/// Makes the edits in the files, each file by rename. A file that changed since it was read, is a link, or is no plain UTF-8 is
/// left alone.
/// </summary>
internal static class FixWriter
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>How many lines were changed, and one line for each file that was not written.</returns>
    public static (int Lines, IReadOnlyList<string> Refused) Write(
        IReadOnlyList<LineEdit> edits,
        IReadOnlyDictionary<string, string> directories
    )
    {
        var written = 0;
        var refused = new List<string>();
        foreach (var file in edits.GroupBy(e => (e.Source, e.File.Path)))
        {
            var path = Path.Combine(directories[file.Key.Source], file.Key.Path);
            var (lines, error) = WriteFile(path, [.. file]);
            written += lines;
            if (error is not null)
                refused.Add(error);
        }
        return (written, refused);
    }

    /// <summary>The edits as a unified diff, one line of each side at a time.</summary>
    public static IEnumerable<string> Diff(IReadOnlyList<LineEdit> edits) =>
        edits
            .GroupBy(e => (e.Source, e.File.Path))
            .SelectMany(file =>
                file.OrderBy(e => e.Line)
                    .SelectMany(e => new[] { $"@@ -{e.Line} +{e.Line} @@ {e.Code}", $"-{e.Old}", $"+{e.New}" })
                    .Prepend($"+++ b/{file.Key.Path}")
                    .Prepend($"--- a/{file.Key.Path}")
            )
            .Select(l =>
                string.Concat(
                    Content.Markup.HiddenCharacters.Reveal(Secrets.Masked(l)).Select(c => char.IsControl(c) && c != '\t' ? '\uFFFD' : c)
                )
            );

    private static (int Lines, string? Error) WriteFile(string path, IReadOnlyList<LineEdit> edits)
    {
        try
        {
            if (new FileInfo(path).LinkTarget is not null)
                return (0, $"'{path}' is a link and was left alone: fix the file it leads to");
            var bytes = PlainFile.ReadAllBytes(path, FileReader.MaxYamlBytes);
            if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != edits[0].File.Hash)
                return (0, $"'{path}' changed meanwhile and was left alone: run it again");
            // Line ends and a byte order mark stay as they are.
            var lines = Strict.GetString(bytes).Split('\n');
            var changed = 0;
            foreach (var edit in edits)
            {
                var end = lines[edit.Line - 1].EndsWith('\r') ? "\r" : "";
                var mark = lines[edit.Line - 1].StartsWith('\uFEFF') ? "\uFEFF" : "";
                if (lines[edit.Line - 1] != mark + edit.Old + end)
                    continue;
                lines[edit.Line - 1] = mark + edit.New + end;
                changed++;
            }
            if (changed == 0)
                return (0, $"'{path}' has line ends of several kinds and was left alone");
            return FileReplacement.Write(path, Strict.GetBytes(string.Join('\n', lines))) is { } error ? (0, error) : (changed, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException or IndexOutOfRangeException)
        {
            return (0, $"'{path}' could not be fixed ({e.GetType().Name}) and was left alone");
        }
    }
}
