using System.Text;
using System.Xml;

namespace Knowledge.Indexer.Importing;

/// <summary>
/// An object of <c>entities.xml</c>: its class, its id, its properties as text or as the id of another object, and the ids in its
/// collections.
/// </summary>
/// <remarks>
/// Shape: "Confluence XML Format", https://www.xwiki.org/xwiki/bin/view/documentation/extensions/admin/confluence/xml-format/, and
/// "Retrieving File
/// Attachments from a Backup", https://confluence.atlassian.com/conf711/retrieving-file-attachments-from-a-backup-1044782504.html:
/// a flat list of
/// <c>object class=…</c> below <c>hibernate-generic</c>, in any order.
/// </remarks>
internal sealed class ConfluenceObject(string className)
{
    private const int MaxShortCharacters = 10_000;
    private const int MaxCollectionIds = 1_000;

    private readonly Dictionary<string, StringBuilder> properties = new(StringComparer.Ordinal);

    public string Class { get; } = className;
    public string Id { get; private set; } = "";

    /// <summary>Ids in the collection of that name.</summary>
    public Dictionary<string, List<string>> Collections { get; } = new(StringComparer.Ordinal);

    public string this[string property] => properties.TryGetValue(property, out var text) ? text.ToString().Trim() : "";

    /// <summary>The objects of some classes; of long texts one character more than may be, so that it shows.</summary>
    /// <param name="classes">Of other classes nothing is kept.</param>
    /// <param name="maxBody">Characters of the property <c>body</c>; 0 leaves it out.</param>
    public static IEnumerable<ConfluenceObject> Read(
        Stream stream,
        string file,
        IReadOnlyList<string> classes,
        int maxBody,
        ImportLimits limits
    )
    {
        using var reader = ImportXml.Open(stream, limits);
        ConfluenceObject? current = null;
        string? member = null;
        var isRoot = false;
        while (ImportXml.Next(reader, file, limits))
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.Depth == 0:
                    isRoot = reader.LocalName == "hibernate-generic";
                    if (!isRoot)
                        throw new ImportException(
                            $"'{file}' is no Confluence export: its root is <{reader.LocalName}>, not <hibernate-generic>"
                        );
                    break;
                case XmlNodeType.Element when reader.Depth == 1:
                    current =
                        reader.LocalName == "object"
                        && reader.GetAttribute("class") is { } name
                        && classes.Contains(name)
                        && !reader.IsEmptyElement
                            ? new(name)
                            : null;
                    break;
                case XmlNodeType.Element when reader.Depth == 2 && current is not null:
                    member =
                        reader.IsEmptyElement ? null
                        : reader.LocalName == "id" ? "id"
                        : reader.LocalName is "property" or "collection" ? $"{reader.LocalName} {reader.GetAttribute("name")}"
                        : null;
                    break;
                case XmlNodeType.Text
                or XmlNodeType.CDATA
                or XmlNodeType.Whitespace
                or XmlNodeType.SignificantWhitespace when current is not null && member is not null:
                    current.Add(member, reader.Value, maxBody);
                    break;
                case XmlNodeType.EndElement when reader.Depth == 1:
                    if (current is not null)
                        yield return current;
                    current = null;
                    break;
                case XmlNodeType.EndElement when reader.Depth == 2:
                    member = null;
                    break;
            }
        if (!isRoot)
            throw new ImportException($"'{file}' is no Confluence export");
    }

    private void Add(string member, string text, int maxBody)
    {
        if (member == "id")
        {
            if (!string.IsNullOrWhiteSpace(text) && text.Length <= MaxShortCharacters)
                Id = text.Trim();
        }
        else if (member.StartsWith("collection ", StringComparison.Ordinal))
        {
            if (string.IsNullOrWhiteSpace(text) || text.Length > MaxShortCharacters)
                return;
            if (!Collections.TryGetValue(member[11..], out var ids))
                Collections[member[11..]] = ids = [];
            if (ids.Count < MaxCollectionIds)
                ids.Add(text.Trim());
        }
        else
        {
            var name = member[9..];
            var max = name == "body" ? (maxBody == 0 ? 0 : maxBody + 1) : MaxShortCharacters;
            if (max == 0)
                return;
            if (!properties.TryGetValue(name, out var kept))
                properties[name] = kept = new();
            kept.Append(text.AsSpan(0, Math.Min(text.Length, max - Math.Min(max, kept.Length))));
        }
    }
}
