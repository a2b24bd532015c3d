using System.Text.RegularExpressions;
using Markdig.Syntax.Inlines;

namespace Knowledge.Content.Documents;

/// <summary>
/// Tells what a command printed, and what one is told not to type, from what is to be typed: by the words before it, and its shape.
/// </summary>
internal static partial class PrintedBlock
{
    private const int MaxBefore = 200;

    /// <param name="before">The text before the block; empty when there is none.</param>
    /// <param name="code">Without a prompt in it: a prompt says that it is typed.</param>
    public static bool Is(string before, string code)
    {
        if (Printed().IsMatch(code.TrimStart('\n')))
            return true;
        var sentence = LastSentence(before);
        return Announces().IsMatch(sentence) && (LikeThis().IsMatch(sentence) || !Typing().IsMatch(sentence));
    }

    /// <summary>Whether it is what a database answered, though the block is marked as a query.</summary>
    public static bool IsResult(string before, string code) =>
        Result().IsMatch(code.TrimStart('\n'))
        || LastSentence(before) is var sentence && Announces().IsMatch(sentence) && !Typing().IsMatch(sentence);

    /// <summary>
    /// Whether the words before a piece of code tell where to be, and it names that: "change to the `shop api` directory".
    /// </summary>
    public static bool IsNamed(CodeInline code) =>
        code.PreviousSibling is LiteralInline before
        && Place().IsMatch(before.Content.ToString())
        && !(code.NextSibling is LiteralInline after && Command().IsMatch(after.Content.ToString()));

    /// <summary>Whether the words before a piece of code warn of it: "never use `kill -9`".</summary>
    public static bool IsWarnedOf(CodeInline code) =>
        code.PreviousSibling is LiteralInline before && Warned().IsMatch(before.Content.ToString());

    private static string LastSentence(string before)
    {
        var text = before.Length > MaxBefore ? before[^MaxBefore..] : before;
        for (var i = text.Length - 3; i >= 0; i--)
            if (text[i] is '。' or '！' || text[i] is '.' or '!' or ';' && text[i + 1] == ' ')
                return text[(i + 1)..];
        return text;
    }

    // Tables and JSON that programs print, lines with a time in front, and frames around results.
    [GeneratedRegex(
        @"\A\s*(\[""|\{\s*(""|\n)|\+-{3}|\|\s*\w+\s*\||[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}[ T][0-9]|"
            + @"[A-Z][A-Z0-9_()/-]+(\s{2,}[A-Z][A-Z0-9_()/ -]*){2,}\s*\n)",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Printed();

    [GeneratedRegex(
        @"\A\s*(\+-{3}|[┌╔]|\|\s*\w+\s*\||\*{3,}\s*[0-9]+\. row|[0-9]+ rows? in set|Empty set|Query OK|\([0-9]+ rows?\)|---\t)",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Result();

    [GeneratedRegex(
        @"\b(to|in|into|from|inside|within|under|open|clone|edit)\s+(the|your|our|this|its)\s*$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Place();

    // "In the `kubectl get pods` output" it is one.
    [GeneratedRegex(
        @"^\s*(command|output|script|tool|query|call|statement|results?)\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Command();

    [GeneratedRegex(
        @"\b(output|response)s?\b[^.:]{0,40}[:：]?\s*$|"
            + @"\b(looks?|similar|something|errors?|messages?|logs?|lines?|results?)\b[^.]{0,40}\b"
            + @"(like|to|such as)( (this|these|that|the following|below))?[:：]?\s*$|"
            + @"\byou (should|will|would|may|might|can)( now| then)? (see|get|find)\b[^.]{0,60}[:：]\s*$|"
            + @"\b(prints?|returns?|shows?|displays?|yields?|says|logs)( (the following|this|something like this|an error))?[:：]\s*$|"
            + @"\bthe following (errors?|outputs?|messages?|logs?|lines?|warnings?)\b[^.]{0,40}[:：]?\s*$|"
            + @"\b(ausgabe|sortie|salida|saída|uitvoer|wynik|výstup|utdata|вывод\w*)\b[^.:]{0,40}[:：]\s*$|"
            + @"(输出|返回|结果|日志|报错|信息|出力|출력)[^。]{0,12}(如下|类似|示例|例|같)|示例输出|输出示例|(会|将)(显示|看到|返回)|出现[^。]{0,12}[:：]?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Announces();

    [GeneratedRegex(
        @"\b(looks?|similar|something|like this|should (see|look|show|return|print)|example output|sample output|"
            + @"expected output)\b|如下|类似|示例",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex LikeThis();

    [GeneratedRegex(
        @"\b(run|running|execute|executing|type|enter|use|using|issue|invoke|command|query|with|via|from)\b|执行|运行|使用|命令",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Typing();

    [GeneratedRegex(
        @"\b(avoid|never|do not|don['’]t|must not|should not|shouldn['’]t|"
            + @"instead of|rather than|without|nicht|niemals|jamais|nunca|nie|niet)"
            + @"( (use|using|run|running|execute|executing|do|doing|issue|the|a|to))*\s*$|(避免|不要|禁止|切勿|请勿)(使用|执行|运行)?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Warned();
}
