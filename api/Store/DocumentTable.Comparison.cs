using System.Text;
using Dapper;

namespace Knowledge.Api.Store;

internal sealed partial class DocumentTable
{
    private sealed record StoredText(string Id, string? Hash, string? Text, long Newest);

    /// <summary>
    /// Pages of which the store says otherwise than this process wrote, or whose text it has otherwise: somebody else changed it. They are
    /// taken for changed with the next <see cref="Record"/>.
    /// </summary>
    /// <param name="current">As <see cref="Record"/> was given them last.</param>
    /// <returns>Their ids.</returns>
    public IReadOnlyList<string> Disagreeing(IReadOnlyList<CurrentDocument> current)
    {
        Refresh();
        var (stored, served) = (database.Read(Read), current.ToDictionary(c => c.Document.Id.Value));
        var differing = new HashSet<string>(StringComparer.Ordinal);
        var newest = new Dictionary<string, long>();
        database.Read(connection =>
        {
            foreach (
                var text in connection.Query<StoredText>(
                    """
                    SELECT d.id, r.hash, r.text, COALESCE((SELECT MAX(number) FROM revisions n WHERE n.document_id = d.id), 0) AS Newest
                    FROM documents d LEFT JOIN revisions r ON r.document_id = d.id AND r.number = d.revision
                    """,
                    buffered: false
                )
            )
            {
                newest[text.Id] = text.Newest;
                if (served.TryGetValue(text.Id, out var page) && (text.Hash != page.Hash || !IsSame(text.Text, page.Text)))
                    differing.Add(text.Id);
            }
            return 0;
        });
        lock (rows)
        {
            differing.UnionWith(rows.Values.Where(r => !IsSame(stored.GetValueOrDefault(r.Id), r)).Select(r => r.Id));
            differing.UnionWith(stored.Keys.Where(id => !rows.ContainsKey(id)));
            foreach (var id in differing)
                if ((stored.GetValueOrDefault(id) ?? rows.GetValueOrDefault(id)) is { } row)
                    // No text has this hash, and what is written next is newer than all that is there.
                    rows[id] = row with
                    {
                        Hash = "",
                        Revision = Math.Max(row.Revision, newest.GetValueOrDefault(id)),
                    };
        }
        return [.. differing.Order(StringComparer.Ordinal)];
    }

    private static bool IsSame(Row? stored, Row known) => stored == known || (stored is not null && Plain(stored) == Plain(known));

    private static Row Plain(Row row) => row with { Title = Plain(row.Title), Path = Plain(row.Path) };

    // What an engine cannot hold it holds as something else.
    private static bool IsSame(string? stored, string served) => stored == served || (stored is not null && Plain(stored) == Plain(served));

    private static string Plain(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');
}
