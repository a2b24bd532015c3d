using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Knowledge.Content.Documents;

namespace Knowledge.Content.Postmortems;

/// <summary>How a field of the form is filled in.</summary>
public enum PostmortemFieldKind
{
    /// <summary>One line.</summary>
    Text,

    /// <summary>A list, one item per line.</summary>
    Lines,

    /// <summary>Several records of the same columns.</summary>
    Rows,

    /// <summary>One record for each of the eleven surfaces.</summary>
    Surfaces,
}

/// <summary>A key of the front matter of a postmortem as a field of a form.</summary>
/// <param name="Columns">Names of the cells of a row, as they are called in the front matter.</param>
public sealed record PostmortemField(string Key, PostmortemFieldKind Kind, string Label, string Hint, IReadOnlyList<string> Columns);

/// <param name="Hint">What belongs there.</param>
public sealed record PostmortemSection(string Heading, string Hint);

/// <summary>
/// The front matter of a postmortem as rows of cells, by which a form shows it; and a text with what was changed in the form.
/// </summary>
public static partial class PostmortemForm
{
    private const int MaxRows = 200;

    public static IReadOnlyList<PostmortemField> Fields { get; } =
    [
        Text("title", "Title", "What happened, in one line"),
        Text("date", "Date", "2026-03-02"),
        Text("severity", "Severity", "sev1"),
        Text("owner", "Owner", "responsible team"),
        Text("detected", "Detected", "when somebody noticed: 2026-03-02 04:10, UTC unless a zone is given"),
        Text("mitigated", "Mitigated", "when it worked again for users"),
        Text("resolved", "Resolved", "when the cause was gone"),
        Lines("services", "Services", "components of the catalog, one per line"),
        Lines("failing", "What failed", "components that failed, not only those that showed it"),
        Lines("symptoms", "Symptoms", "what people saw, in their words, one per line"),
        Lines("searched", "Searched that day", "the exact words that found nothing, one per line"),
        Lines("runbooks", "Runbooks", "ids of the runbooks for it, one per line"),
        Lines("alerts", "Alerts", "names of the rules, one per line"),
        Lines("tags", "Tags", ""),
        Rows("stays-green", "Misleading checks", "checks that stayed green, and what they do not see", "check", "blind-to"),
        Rows(
            "dead-ends",
            "Wrong turns",
            "suspicions that were ruled out, why, and the minutes they cost",
            "suspicion",
            "why",
            "minutes-lost"
        ),
        Rows("wording", "What to tell customers", "approved sentences, and when to use each", "text", "when"),
        Rows("twins", "Linked code", "paths that change together", "repository", "path", "owner"),
        new(
            "surfaces",
            PostmortemFieldKind.Surfaces,
            "Eleven questions",
            "fixed needs a link, open an owner and a date, not applicable a reason",
            ["surface", "state", "link", "owner", "due", "reason"]
        ),
    ];

    /// <summary>The sections that a postmortem is expected to have, in their order.</summary>
    public static IReadOnlyList<PostmortemSection> Sections { get; } =
    [
        new("Summary", "What happened, in four sentences: what users saw, when, why, and when it was over."),
        new("Impact", "Who saw what, how many, for how long? What was missed?"),
        new("Timeline", "- 09:35 What was seen, suspected, found, done; also what was wrong"),
        new("Root cause", "**One sentence that names the cause.** Then why nothing showed it."),
        new("Contributing factors", "- What made it worse, longer, or harder to see"),
        new("Detection", "Who noticed, how, and how long after it began? What notices it next time?"),
        new("Resolution", "1. What was done, with commands, and how one saw that it worked"),
        new("Action items", "- [ ] What, by 2026-04-30 ([TICKET-1](https://tracker.example/TICKET-1), team)"),
        new("Lessons", "- What the next one should know"),
    ];

    /// <summary>The rows of a field: one cell for a text, one row per item otherwise; no rows where nothing is said.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Read(FrontMatter front, PostmortemField field) =>
        field.Key switch
        {
            "title" => One(front.Title),
            "date" => One(front.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            "severity" => One(front.Severity),
            "owner" => One(front.Owner),
            "detected" => One(Time(front.Detected)),
            "mitigated" => One(Time(front.Mitigated)),
            "resolved" => One(Time(front.Resolved)),
            "services" => Each(front.Services),
            "failing" => Each(front.Failing),
            "symptoms" => Each(front.Symptoms),
            "searched" => Each(front.Searched),
            "runbooks" => Each(front.Runbooks),
            "alerts" => Each(front.Alerts.Select(a => a.ToString())),
            "tags" => Each(front.Tags),
            "stays-green" => [.. front.StaysGreen.Select(s => Cells(s.Check, s.BlindTo))],
            "dead-ends" =>
            [
                .. front.DeadEnds.Select(d => Cells(d.Suspicion, d.Why, d.MinutesLost?.ToString(CultureInfo.InvariantCulture))),
            ],
            "wording" => [.. front.Wording.Select(w => Cells(w.Text, w.When))],
            "twins" => [.. front.Twins.Select(t => Cells(t.Repository, t.Path, t.Owner))],
            "surfaces" =>
            [
                .. front.Surfaces.Select(s =>
                    Cells(s.Name, s.State, s.Link, s.Owner, s.Due?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), s.Reason)
                ),
            ],
            _ => throw new ArgumentException($"no field {field.Key}", nameof(field)),
        };

    /// <summary>The text with the fields and sections that differ from what stands in it; all else stays byte for byte.</summary>
    /// <param name="fields">Rows by key, of the fields that the form showed.</param>
    /// <param name="sections">Bodies by heading, of the sections that the form showed.</param>
    public static string Apply(
        string text,
        IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<string>>> fields,
        IReadOnlyDictionary<string, string> sections
    )
    {
        if (PostmortemText.HasEditableKeys(text))
        {
            var front = FrontMatterReader.Read("", text).FrontMatter;
            foreach (var field in Fields)
                if (
                    fields.TryGetValue(field.Key, out var rows)
                    && Ordered(Trimmed(rows, field), field) is var wanted
                    && !Same(wanted, Ordered(Read(front, field), field))
                )
                {
                    text = PostmortemText.WithKey(text, field.Key, Yaml(field, wanted));
                    // The heading is the title once more.
                    if (field.Key == "title" && wanted.Count > 0 && front.Title is { } old)
                        text = WithHeading(text, old, wanted[0][0]);
                }
        }
        foreach (var (heading, body) in sections)
            text = PostmortemText.WithSection(text, heading, PostmortemText.Normalised(body));
        return text;
    }

    /// <summary>A field as front matter, with its line end; null when there is nothing in it.</summary>
    public static string? Yaml(PostmortemField field, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        rows = Trimmed(rows, field);
        if (rows.Count == 0)
            return null;
        var yaml = new StringBuilder().Append(field.Key).Append(':');
        switch (field.Kind)
        {
            case PostmortemFieldKind.Text:
                return yaml.Append(' ').Append(Scalar(rows[0][0])).Append('\n').ToString();
            case PostmortemFieldKind.Lines:
                yaml.Append('\n');
                foreach (var row in rows)
                    yaml.Append("  - ").Append(field.Key == "alerts" ? Alert(row[0]) : Scalar(row[0])).Append('\n');
                return yaml.ToString();
            case PostmortemFieldKind.Rows:
                yaml.Append('\n');
                foreach (var row in rows)
                {
                    var lead = "  - ";
                    foreach (var (column, cell) in field.Columns.Zip(row).Where(c => c.Second.Length > 0))
                    {
                        yaml.Append(lead).Append(column).Append(": ").Append(Scalar(cell)).Append('\n');
                        lead = "    ";
                    }
                }
                return yaml.ToString();
            default:
                yaml.Append('\n');
                foreach (var row in rows)
                    yaml.Append("  ")
                        .Append(row[0])
                        .Append(": {")
                        .AppendJoin(
                            ", ",
                            field.Columns.Zip(row).Skip(1).Where(c => c.Second.Length > 0).Select(c => $"{c.First}: {Scalar(c.Second)}")
                        )
                        .Append("}\n");
                return yaml.ToString();
        }
    }

    private static string WithHeading(string text, string old, string now)
    {
        var line = $"\n# {old}\n";
        return text.IndexOf(line, StringComparison.Ordinal) is >= 0 and var at
            ? string.Concat(text.AsSpan(0, at), $"\n# {now}\n", text.AsSpan(at + line.Length))
            : text;
    }

    /// <summary>A text as a YAML scalar: as it is where that is safe, else in quotes.</summary>
    public static string Scalar(string text) =>
        Plain().IsMatch(text) && !text.EndsWith(' ') && !Keyword().IsMatch(text) ? text : JsonSerializer.Serialize(text, Quoted);

    private static readonly JsonSerializerOptions Quoted = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // `namespace=batch, alertname=X` is shown for label patterns, and read back.
    private static string Alert(string text)
    {
        if (!text.Contains('=', StringComparison.Ordinal))
            return Scalar(text);
        var labels = text.Split(',')
            .Select(p => p.Split('=', 2))
            .Where(p => p.Length == 2)
            .Select(p => $"{Scalar(p[0].Trim())}: {Scalar(p[1].Trim())}");
        return $"{{{string.Join(", ", labels)}}}";
    }

    private static IReadOnlyList<IReadOnlyList<string>> Trimmed(IReadOnlyList<IReadOnlyList<string>> rows, PostmortemField field) =>
        [
            .. rows.Select(r =>
                    (IReadOnlyList<string>)
                        [.. Enumerable.Range(0, Math.Max(1, field.Columns.Count)).Select(i => i < r.Count ? OneLine(r[i]) : "")]
                )
                .Where(r => field.Kind == PostmortemFieldKind.Surfaces ? r[1].Length > 0 && Surface.Names.Contains(r[0]) : r[0].Length > 0)
                .Take(MaxRows),
        ];

    // A form asks for the surfaces in an order of its own.
    private static IReadOnlyList<IReadOnlyList<string>> Ordered(IReadOnlyList<IReadOnlyList<string>> rows, PostmortemField field) =>
        field.Kind == PostmortemFieldKind.Surfaces ? [.. Surface.Names.SelectMany(n => rows.Where(r => r[0] == n))] : rows;

    private static string OneLine(string text) =>
        string.Join(' ', string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static bool Same(IReadOnlyList<IReadOnlyList<string>> a, IReadOnlyList<IReadOnlyList<string>> b) =>
        a.Count == b.Count && a.Zip(b).All(p => p.First.SequenceEqual(p.Second.Select(OneLine)));

    private static IReadOnlyList<IReadOnlyList<string>> One(string? text) =>
        string.IsNullOrEmpty(text)
            ? []
            :
            [
                [text],
            ];

    private static IReadOnlyList<IReadOnlyList<string>> Each(IEnumerable<string> texts) =>
        [.. texts.Select(t => (IReadOnlyList<string>)[t])];

    private static IReadOnlyList<string> Cells(params string?[] cells) => [.. cells.Select(c => c ?? "")];

    private static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static PostmortemField Text(string key, string label, string hint) => new(key, PostmortemFieldKind.Text, label, hint, []);

    private static PostmortemField Lines(string key, string label, string hint) => new(key, PostmortemFieldKind.Lines, label, hint, []);

    private static PostmortemField Rows(string key, string label, string hint, params IReadOnlyList<string> columns) =>
        new(key, PostmortemFieldKind.Rows, label, hint, columns);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_./()+ @-]*([:][0-9][A-Za-z0-9_./()+ -]*)*$", RegexOptions.NonBacktracking)]
    private static partial Regex Plain();

    [GeneratedRegex("^(true|false|null|yes|no|on|off|~)$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Keyword();
}
