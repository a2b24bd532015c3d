using Knowledge.Content.Documents;
using Knowledge.Indexer.Archive;

namespace Knowledge.Api.Options;

/// <summary><c>--archive-keep NAME=TIME</c>: how old pages of the archives may get that the server makes.</summary>
internal static class ArchiveKeeping
{
    /// <returns>The longest age by archive; or what is wrong in one line.</returns>
    public static (IReadOnlyDictionary<string, TimeSpan> Keep, string? Error) Parse(
        IReadOnlyList<string> given,
        IReadOnlyList<ArchiveDirectory> made
    )
    {
        var keep = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        foreach (var text in given)
        {
            if (text.Split('=', 2) is not [var name, var time] || DurationParser.Parse(time) is not { } longest)
                return (keep, $"--archive-keep '{text}' takes NAME=TIME, such as wiki=3y or wiki=90d");
            if (longest < TimeSpan.FromDays(1))
                return (keep, $"--archive-keep '{text}' takes one day or more");
            if (made.All(a => a.Name != name))
                return (keep, $"--archive-keep '{text}': no archive of --archive-content has this name");
            if (!keep.TryAdd(name, longest))
                return (keep, $"--archive-keep '{text}': {name} has a time already");
        }
        return (keep, null);
    }
}
