using System.Globalization;
using System.Text.RegularExpressions;
using Lucene.Net.Analysis.Core;
using Lucene.Net.QueryParsers.Classic;
using Lucene.Net.Search;
using Lucene.Net.Util;

namespace Knowledge.Indexer.Syntax;

/// <summary>Why a text is no expression, for the person who wrote it.</summary>
/// <param name="Message">One line that marks the place.</param>
/// <param name="Position">Of the character where it goes wrong, from 0.</param>
internal sealed record SyntaxProblem(string Message, int Position);

/// <summary>Reads the classic syntax of Lucene with Lucene's own parser, as a tree of ours.</summary>
internal static partial class SyntaxParser
{
    public const int MaxCharacters = 512;

    private const int MaxDepth = 16;
    private const int MaxClauses = 64;

    /// <summary>Of them such that are looked for word by word or in the order of texts, which costs a thousand times as much.</summary>
    private const int MaxCostly = 16;
    private const int MaxSlop = 50;
    private const float MaxBoost = 100;

    /// <summary>Characters of a pattern in front of its first wildcard: with fewer too much would have to be looked through.</summary>
    private const int MinPrefix = 2;

    private const int ShownCharacters = 24;

    /// <summary>Never throws. Of what cannot be said the problem is given, and no tree.</summary>
    public static (SyntaxNode? Node, SyntaxProblem? Problem) Parse(string text)
    {
        if (text.Length > MaxCharacters)
            return (null, At(text, 0, $"it has {text.Length} characters, {MaxCharacters} are allowed"));
        if (string.IsNullOrWhiteSpace(text))
            return (null, At(text, 0, "there is nothing to search for"));
        if (TooDeep(text) is { } deep)
            return (null, At(text, deep, $"groups may lie {MaxDepth} deep"));
        try
        {
            var parser = new Reader(text);
            var node = Node(parser.Parse(text));
            return node is null ? (null, At(text, 0, "there is nothing to search for")) : (node, null);
        }
        catch (RefusedException e)
        {
            return (null, At(text, e.Position, e.Message));
        }
        catch (Exception e)
            when (e is ParseException or ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            for (Exception? cause = e; cause is not null; cause = cause.InnerException)
                if (cause is RefusedException refused)
                    return (null, At(text, refused.Position, refused.Message));
            return (null, At(text, PositionIn(e, text), "it cannot be read from here on"));
        }
    }

    // The parser calls itself for each group.
    private static int? TooDeep(string text)
    {
        var (depth, isQuoted) = (0, false);
        for (var i = 0; i < text.Length; i++)
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case '(' when !isQuoted && ++depth > MaxDepth:
                    return i;
                case ')' when !isQuoted:
                    depth--;
                    break;
            }
        return null;
    }

    private static SyntaxProblem At(string text, int position, string why)
    {
        position = Math.Clamp(position, 0, text.Length);
        var from = Math.Max(0, position - ShownCharacters);
        var (before, behind) = (text[from..position], text[position..Math.Min(text.Length, position + ShownCharacters)]);
        var shown = $"{(from > 0 ? "…" : "")}{before}▸{behind}{(position + ShownCharacters < text.Length ? "…" : "")}";
        return new(OneLine($"{why}, at character {position + 1} (▸): {shown}"), position);
    }

    private static string OneLine(string text) => new([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);

    // The parser says where it was in words: "at line 1, column 12", counted from 0.
    private static int PositionIn(Exception e, string text)
    {
        for (var cause = e.InnerException ?? e; cause is not null; cause = cause.InnerException)
            if (Column().Match(cause.Message) is { Success: true } match)
                return int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        return text.Length;
    }

    [GeneratedRegex(@"column (\d{1,5})", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Column();

    private static SyntaxNode? Node(Query? query) =>
        query switch
        {
            null => null,
            NodeQuery own => own.Node with { Boost = BoostOf(own) },
            MatchAllDocsQuery => new SyntaxNode.All(),
            BooleanQuery group => Group(group),
            _ => throw new RefusedException($"{query.GetType().Name} is not understood", 0),
        };

    private static SyntaxNode? Group(BooleanQuery group)
    {
        var clauses = group
            .Clauses.Select(c =>
                (
                    Occur: c.Occur switch
                    {
                        Occur.MUST => SyntaxOccur.Must,
                        Occur.MUST_NOT => SyntaxOccur.MustNot,
                        _ => SyntaxOccur.May,
                    },
                    Node: Node(c.Query)
                )
            )
            .Where(c => c.Node is not null)
            .Select(c => new SyntaxClause(c.Occur, c.Node!))
            .ToList();
        return clauses.Count == 0 ? null : new SyntaxNode.Group(clauses) { Boost = BoostOf(group) };
    }

    private static float BoostOf(Query query) =>
        query.Boost is > 0 and <= MaxBoost ? query.Boost
        : query.Boost > MaxBoost ? MaxBoost
        : 0.01f;

    /// <summary>A node on its way through the parser, which joins queries.</summary>
    private sealed class NodeQuery(SyntaxNode node) : Query
    {
        public SyntaxNode Node => node;

        public override string ToString(string field) => node.ToString();
    }

    private sealed class RefusedException(string message, int position) : Exception(message)
    {
        public int Position => position;
    }

    /// <summary>Lucene's parser, which makes nodes where it would make queries.</summary>
    private sealed class Reader : QueryParser
    {
        private readonly string text;
        private int clauses;
        private int costly;
        private int from;

        public Reader(string text)
            : base(LuceneVersion.LUCENE_48, "", new KeywordAnalyzer())
        {
            this.text = text;
            AllowLeadingWildcard = true;
        }

        protected override Query? GetFieldQuery(string field, string queryText, bool quoted) => Words(field, queryText, quoted ? 0 : null);

        protected override Query? GetFieldQuery(string field, string queryText, int slop)
        {
            if (slop is < 0 or > MaxSlop)
                throw Refused($"words in quotes may be moved by {MaxSlop} places at most", queryText);
            return Words(field, queryText, slop);
        }

        protected override Query? GetWildcardQuery(string field, string termStr)
        {
            if (termStr == "*")
                return field is "*" or "" ? new MatchAllDocsQuery() : throw Refused("a field needs a value", field);
            return Pattern(field, termStr.Replace("\\", "", StringComparison.Ordinal), termStr);
        }

        protected override Query? GetPrefixQuery(string field, string termStr) => Pattern(field, termStr + "*", termStr);

        protected override Query? GetFuzzyQuery(string field, string termStr, float minSimilarity)
        {
            CountCostly(termStr);
            if (FieldOf(field) is not SyntaxField.Any)
                throw Refused("~ is understood for words, not for fields", termStr);
            // As a number below 1 it is a likeness, as in old versions.
            var edits =
                minSimilarity >= 1 ? (int)minSimilarity
                : minSimilarity > 0.7f ? 1
                : 2;
            if (edits > 2)
                throw Refused("~ takes 1 or 2 typing errors", termStr);
            return new NodeQuery(new SyntaxNode.Like(termStr.ToLowerInvariant(), edits));
        }

        protected override Query? GetRegexpQuery(string field, string termStr) =>
            throw Refused("regular expressions are not searched by; use * and ?, or put the path in quotes", termStr);

        protected override Query? GetRangeQuery(string field, string part1, string part2, bool startInclusive, bool endInclusive)
        {
            var (first, last) = (part1 ?? "*", part2 ?? "*");
            Count(first);
            SyntaxField? known = FieldOf(field);
            Func<string, int?> read = known switch
            {
                SyntaxField.Changed => Day,
                SyntaxField.Severity => Number,
                _ => throw Refused("a range is understood for changed and sev only", first),
            };
            var (from, to) = (Limit(first, read), Limit(last, read));
            return new NodeQuery(
                new SyntaxNode.Range(
                    known.Value,
                    from is null || startInclusive ? from : from + 1,
                    to is null || endInclusive ? to : to - 1
                )
            );
        }

        private int? Limit(string part, Func<string, int?> read) =>
            part == "*" ? null : read(part.Trim('"')) ?? throw Refused($"'{part}' is no day such as 2026-01-31, and no number", part);

        private static int? Day(string text) =>
            DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day.DayNumber
                : null;

        private static int? Number(string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 1000 ? number : null;

        private NodeQuery? Words(string field, string words, int? slop)
        {
            if (slop is null)
                Count(words);
            else
                CountCostly(words);
            if (FieldOf(field) is not { } known)
                // `error:503` names no field: it is a word with its value.
                return new(new SyntaxNode.Words(SyntaxField.Any, $"{field}:{words}", slop));
            if (known == SyntaxField.Changed)
                return Day(words) is { } day
                    ? new(new SyntaxNode.Range(known, day, day))
                    : throw Refused("changed takes a day such as 2026-01-31, or a range of days", words);
            if (!words.Any(char.IsLetterOrDigit))
                return null;
            return new(new SyntaxNode.Words(known, words, slop));
        }

        private NodeQuery Pattern(string field, string pattern, string written)
        {
            CountCostly(written);
            var known = FieldOf(field);
            if (known is not (SyntaxField.Any or SyntaxField.Title))
                throw Refused("* and ? are understood for words and in title only", written);
            if (pattern.AsSpan().IndexOfAny('*', '?') < MinPrefix)
                throw Refused($"a word needs {MinPrefix} letters in front of * or ?", written);
            return new(new SyntaxNode.Pattern(known.Value, pattern.ToLowerInvariant()));
        }

        private void Count(string written)
        {
            if (++clauses > MaxClauses)
                throw Refused($"more than {MaxClauses} words and fields are not searched by at once", written);
        }

        private void CountCostly(string written)
        {
            Count(written);
            if (++costly > MaxCostly)
                throw Refused($"more than {MaxCostly} words with *, ? or ~ or in quotes are not searched by at once", written);
        }

        // The parser reads from left to right, so what it speaks of stands behind what it spoke of before.
        private RefusedException Refused(string why, string written)
        {
            var at = text.IndexOf(written, Math.Min(from, text.Length), StringComparison.OrdinalIgnoreCase);
            from = Math.Max(at, 0);
            return new(why, from);
        }

        private static SyntaxField? FieldOf(string field) => field.Length == 0 ? SyntaxField.Any : SyntaxFields.Find(field);
    }
}
