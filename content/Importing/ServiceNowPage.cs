using Knowledge.Content.Documents;

namespace Knowledge.Content.Importing;

/// <summary>Makes pages of knowledge articles (<c>kb_knowledge</c>) and of resolved incidents (<c>incident</c>).</summary>
/// <remarks>
/// Fields of kb_knowledge: UC San Diego, "Knowledge Base Tables" (support.ucsd.edu, its?id=kb_article_view); workflow states: ServiceNow
/// documentation, "Knowledge workflows". Fields and values of incident: "ServiceNow Incident" schema,
/// https://apis.io/schemas/servicenow/servicenow-incident.
/// Times in <c>value</c> are UTC (KB0534905); those of a CSV are taken for UTC since it does not say. Work notes and comments stay
/// where they are.
/// </remarks>
public static class ServiceNowPage
{
    public const string System = "servicenow";
    public const string Articles = "kb_knowledge";
    public const string Incidents = "incident";

    private static readonly string[] Published = ["", "published", "pending_retirement", "pending retirement"];

    /// <summary>The table that a record is of, as far as it shows.</summary>
    public static string? TableOf(ServiceNowRecord record) =>
        record["sys_class_name"].Value.ToLowerInvariant() switch
        {
            Articles => Articles,
            Incidents => Incidents,
            _ when record["number"].Value.StartsWith("KB", StringComparison.OrdinalIgnoreCase) => Articles,
            _ when record["number"].Value.StartsWith("INC", StringComparison.OrdinalIgnoreCase) => Incidents,
            _ when record.Fields.ContainsKey("close_notes") || record.Fields.ContainsKey("caller_id") => Incidents,
            _ when record.Fields.ContainsKey("text") || record.Fields.ContainsKey("kb_knowledge_base") => Articles,
            _ => null,
        };

    /// <param name="table">Null when the record has to say it.</param>
    /// <param name="instance">Address of the instance; when null, that of the links in the record, if it has any.</param>
    /// <param name="kind">Kind of all pages; null for postmortem when an incident has priority 1 or 2, article for other incidents,
    /// and for articles what they say.</param>
    public static ImportItem Read(ServiceNowRecord record, string? table, Uri? instance, string? kind)
    {
        var title = record["short_description"].Display.Trim();
        var id = record["number"].Value.Trim() is { Length: > 0 } number ? number : record["sys_id"].Value.Trim();
        if (id.Length == 0)
            return new ImportItem.Skipped("", title, "neither number nor sys_id");
        if (title.Length == 0)
            title = id;
        instance ??= record.Fields.Values.Select(f => f.Link).OfType<string>().Select(Instance).FirstOrDefault(i => i is not null);
        return (table ?? TableOf(record)) switch
        {
            Articles => Article(record, id, title, instance, kind),
            Incidents => Incident(record, id, title, instance, kind),
            _ => new ImportItem.Skipped(id, title, "neither an article of kb_knowledge nor an incident; say which with --table"),
        };
    }

    private static ImportItem Article(ServiceNowRecord record, string id, string title, Uri? instance, string? kind)
    {
        if (!Published.Contains(record["workflow_state"].Value.ToLowerInvariant()))
            return new ImportItem.Skipped(id, title, "not published");
        var html = record["text"].Value;
        if (html.Length > MarkupTree.MaxCharacters)
            return new ImportItem.Skipped(id, title, $"its HTML is longer than {MarkupTree.MaxCharacters:N0} characters");
        var nodes = html.Trim().Length > 0 ? MarkupTree.Read(html, MarkupDialect.Html) : PlainText.Read(record["wiki"].Value);
        var (markdown, pictures) = MarkdownWriter.Write(nodes, ImportedLinks.Resolver(instance));
        return new ImportItem.Ready(
            new ImportedPage
            {
                Origin = new(
                    System,
                    id,
                    instance is null ? null : new Uri(instance, $"kb_view.do?sysparm_article={Uri.EscapeDataString(id)}").AbsoluteUri
                ),
                Title = title,
                Kind = kind,
                Owner = Team(record, "ownership_group"),
                Tags =
                [
                    .. new[] { record.Name("kb_category"), record.Name("topic") }
                        .Concat(record["meta"].Display.Split(','))
                        .Select(t => t.Trim())
                        .Where(t => t.Length > 0),
                ],
                Body = AttachmentList.Append(markdown, pictures),
            }
        );
    }

    private static ImportItem Incident(ServiceNowRecord record, string id, string title, Uri? instance, string? kind)
    {
        if (record["close_notes"].Value.Trim().Length == 0)
            return new ImportItem.Skipped(id, title, "not resolved: without close notes there is nothing to learn from it");
        var sections = new[]
        {
            Section("Symptoms", record["description"].Value),
            Section("Cause", record["cause_notes"].Value.Length > 0 ? record["cause_notes"].Value : record["cause"].Value),
            Section("Workaround", record["workaround"].Value),
            Section("Resolution", record["close_notes"].Value),
            record.Name("close_code") is { Length: > 0 } code ? $"Closed as: {MarkdownText.Escape(code, inCell: false)}" : "",
        };
        var sysId = record["sys_id"].Value;
        var query = sysId.Length > 0 ? $"sys_id={Uri.EscapeDataString(sysId)}" : $"sysparm_query=number%3D{Uri.EscapeDataString(id)}";
        var opened = Time(record, "opened_at");
        return new ImportItem.Ready(
            new ImportedPage
            {
                Origin = new(System, id, instance is null ? null : new Uri(instance, $"incident.do?{query}").AbsoluteUri),
                Title = title,
                Kind = kind ?? (record["priority"].Value.Trim() is ['1' or '2', ..] ? "postmortem" : "article"),
                Owner = Team(record, "assignment_group"),
                Tags = [.. new[] { record.Name("category"), record.Name("subcategory") }.Where(t => t.Length > 0)],
                Services = [.. new[] { record.Name("business_service"), record.Name("cmdb_ci") }.Where(s => s.Length > 0)],
                Severity = record["priority"].Display.Trim(),
                Date = opened is { } day ? DateOnly.FromDateTime(day.UtcDateTime) : null,
                Detected = opened,
                Resolved = Time(record, "resolved_at"),
                Body = string.Join("\n\n", sections.Where(s => s.Length > 0)),
            }
        );
    }

    private static string Section(string heading, string text)
    {
        var markdown = MarkdownWriter
            .Write(
                PlainText.Read(text.Length <= MarkupTree.MaxCharacters ? text : text[..MarkupTree.MaxCharacters]),
                MarkdownWriter.AbsoluteOnly
            )
            .Markdown;
        return markdown.Length == 0 ? "" : $"## {heading}\n\n{markdown}";
    }

    private static string? Team(ServiceNowRecord record, string field) => record.Name(field) is { Length: > 0 } team ? team : null;

    private static DateTimeOffset? Time(ServiceNowRecord record, string field) =>
        TimestampParser.TryParse(record[field].Value, out var time) ? time : null;

    private static Uri? Instance(string link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new Uri(uri.GetLeftPart(UriPartial.Authority) + "/")
            : null;
}
