using System.Globalization;
using System.Text;
using Knowledge.Content;

namespace Knowledge.Indexer.Proposals;

/// <summary>A proposal as a mail that <c>git am</c> and <c>git apply</c> take (git-format-patch(1), git-mailinfo(1)).</summary>
public static class ProposalPatch
{
    private const int MaxTitle = 100;
    private const int WordBytes = 42;

    // Names no mailbox that anybody has (RFC 2606).
    private const string Address = "proposal@knowledge.invalid";

    // What ends the message of a mail early, or looks like the next mail.
    private static readonly string[] Ends = ["diff -", "Index: ", "---", "From ", "-- "];

    public static string Of(Proposal proposal)
    {
        var (old, now) = (Quoted($"a/{proposal.Path}"), Quoted($"b/{proposal.Path}"));
        var date = proposal.At.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture);
        var patch = new StringBuilder();
        patch.Append("From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001\n");
        patch.Append(CultureInfo.InvariantCulture, $"From: {Header(NameOf(proposal.Author))} <{Address}>\nDate: {date} +0000\n");
        patch.Append(CultureInfo.InvariantCulture, $"Subject: [PATCH] {Header(Cut(proposal.Title))}\n");
        patch.Append("MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n\n");
        foreach (var line in proposal.Message.ReplaceLineEndings("\n").Split('\n'))
            patch.Append(Ends.Any(e => line.StartsWith(e, StringComparison.Ordinal)) ? " " : "").Append(line).Append('\n');
        patch.Append(CultureInfo.InvariantCulture, $"---\n\ndiff --git {old} {now}\n--- {Ended(old)}\n+++ {Ended(now)}\n");
        patch.Append(UnifiedDiff.Of(proposal.Old, proposal.New));
        patch.Append(CultureInfo.InvariantCulture, $"-- \n{Product.Name} {Product.Version}\n");
        return patch.ToString();
    }

    // What looks like an address would be taken for the one of the author.
    private static string NameOf(string author) => string.Concat(author.Select(c => c is '<' or '>' or '@' or '"' ? ' ' : c));

    private static string Cut(string title) => title.Length <= MaxTitle ? title : title[..MaxTitle];

    // A blank would end the name (as git writes it).
    private static string Ended(string path) => path.Contains(' ', StringComparison.Ordinal) && path[0] != '"' ? path + "\t" : path;

    // As git quotes a path: a C string where it has a quotation mark, a backslash or a control character.
    private static string Quoted(string path)
    {
        if (!path.Any(c => c is '"' or '\\' || char.IsControl(c)))
            return path;
        var quoted = new StringBuilder("\"");
        foreach (var b in Encoding.UTF8.GetBytes(path))
            quoted.Append(
                b switch
                {
                    (byte)'"' => "\\\"",
                    (byte)'\\' => "\\\\",
                    < 0x20 or >= 0x7F => "\\" + Convert.ToString(b, 8).PadLeft(3, '0'),
                    _ => ((char)b).ToString(),
                }
            );
        return quoted.Append('"').ToString();
    }

    // Encoded words where a header cannot hold the text (RFC 2047), each of whole characters.
    private static string Header(string text)
    {
        text = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        if (text.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '_' or '.' or ',' or ':' or '/' or '\'' or '(' or ')' or '#'))
            return text;
        var words = new List<string>();
        var bytes = new List<byte>();
        foreach (var rune in text.EnumerateRunes())
        {
            var next = Encoding.UTF8.GetBytes(rune.ToString());
            if (bytes.Count + next.Length > WordBytes)
                End();
            bytes.AddRange(next);
        }
        End();
        return string.Join("\n ", words);

        void End()
        {
            words.Add($"=?UTF-8?B?{Convert.ToBase64String([.. bytes])}?=");
            bytes.Clear();
        }
    }
}
