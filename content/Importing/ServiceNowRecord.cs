using System.Text.Json;
using System.Text.RegularExpressions;

namespace Knowledge.Content.Importing;

/// <summary>A field as it is stored and as it is shown; where an export has only one of them both are that.</summary>
/// <param name="Link">Address of the record that the field refers to.</param>
public sealed record ServiceNowValue(string Value, string Display, string? Link = null)
{
    public static ServiceNowValue Missing { get; } = new("", "");
}

/// <summary>A record of a ServiceNow table: fields by their names.</summary>
/// <remarks>
/// Shapes: Table API, <c>GET /api/now/table/{tableName}</c> (ServiceNow developer documentation, "Table API"; "Table API FAQs",
/// KB0534905): <c>{"result": […]}</c>,
/// where a field is a text, with <c>sysparm_display_value=all</c> an object of <c>display_value</c> and <c>value</c>, for
/// references also with
/// <c>link</c>; JSON data retrieval API ("Data retrieval API", c_DataRetrievalAPI): <c>{"records": […]}</c> with shown values as
/// <c>dv_…</c>;
/// CSV of a list, headed by names or by labels.
/// </remarks>
public sealed partial record ServiceNowRecord(IReadOnlyDictionary<string, ServiceNowValue> Fields)
{
    // Labels of columns that differ from their names by more than case and spaces.
    private static readonly Dictionary<string, string> Labels = new()
    {
        ["article_body"] = "text",
        ["category"] = "category",
        ["knowledge_base"] = "kb_knowledge_base",
        ["workflow"] = "workflow_state",
        ["configuration_item"] = "cmdb_ci",
        ["service"] = "business_service",
        ["resolution_notes"] = "close_notes",
        ["resolution_code"] = "close_code",
        ["opened"] = "opened_at",
        ["resolved"] = "resolved_at",
        ["updated"] = "sys_updated_on",
        ["sys_id"] = "sys_id",
    };

    public ServiceNowValue this[string field] => Fields.GetValueOrDefault(field, ServiceNowValue.Missing);

    /// <summary>What is shown, unless that is only the number of a record elsewhere.</summary>
    public string Name(string field) => SysId().IsMatch(this[field].Display) ? "" : this[field].Display.Trim();

    /// <returns>The records, each read when it is asked for, and how many there are; null when it is none of the shapes.</returns>
    public static (IEnumerable<ServiceNowRecord> Records, int Count)? Read(JsonElement root)
    {
        var list =
            root.ValueKind == JsonValueKind.Object && root.TryGetProperty("result", out var result) ? result
            : root.ValueKind == JsonValueKind.Object && root.TryGetProperty("records", out var records) ? records
            : root;
        return list.ValueKind switch
        {
            JsonValueKind.Array => (
                list.EnumerateArray().Where(r => r.ValueKind == JsonValueKind.Object).Select(One),
                list.GetArrayLength()
            ),
            JsonValueKind.Object when list.TryGetProperty("sys_id", out _) || list.TryGetProperty("number", out _) => ([One(list)], 1),
            _ => null,
        };
    }

    public static IEnumerable<ServiceNowRecord> Read(CsvTable table)
    {
        var names = table.Columns.Select(FieldName).ToList();
        return table.Rows.Select(row =>
        {
            var fields = new Dictionary<string, ServiceNowValue>();
            for (var i = 0; i < names.Count; i++)
                fields.TryAdd(names[i], new(row[i], row[i]));
            return new ServiceNowRecord(fields);
        });
    }

    private static string FieldName(string column)
    {
        var name = column.Trim().ToLowerInvariant().Replace(' ', '_');
        return Labels.GetValueOrDefault(name, name);
    }

    private static ServiceNowRecord One(JsonElement record)
    {
        var fields = new Dictionary<string, ServiceNowValue>();
        foreach (var property in record.EnumerateObject())
            if (property.Name.StartsWith("dv_", StringComparison.Ordinal))
                continue;
            else
                fields[property.Name] = Value(
                    property.Value,
                    record.TryGetProperty("dv_" + property.Name, out var shown) ? Text(shown) : null
                );
        return new(fields);
    }

    private static ServiceNowValue Value(JsonElement value, string? shown)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return new(Text(value), shown is { Length: > 0 } ? shown : Text(value));
        var display = value.TryGetProperty("display_value", out var d) ? Text(d) : null;
        var stored = value.TryGetProperty("value", out var v) ? Text(v) : null;
        return new(stored ?? display ?? "", display ?? stored ?? "", value.TryGetProperty("link", out var link) ? Text(link) : null);
    }

    private static string Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Null or JsonValueKind.Undefined or JsonValueKind.Array or JsonValueKind.Object => "",
            _ => value.GetRawText(),
        };

    [GeneratedRegex("^[0-9a-f]{32}$", RegexOptions.NonBacktracking)]
    private static partial Regex SysId();
}
