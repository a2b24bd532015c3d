using Knowledge.Content.Documents;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Linking;

/// <summary>Pages kept in several places; each pair was judged by reading both.</summary>
public sealed class DuplicatesTests
{
    private const string Disk = """

        ## Symptoms

        Writes fail with "no space left on device" while every check stays green, and charts of the last night stay blank.

        ## Remediation

        Find the largest directories below the data directory, delete what the nightly job left behind, and start the job again.
        Then look whether the clean-up script still names the directory that grew, since the two change in different repositories.
        When the disk fills again within an hour, stop the job and call the owner of the batch before anything else is deleted.
        """;

    private static string Alert(string name, string what) =>
        $"""
            # {name}

            ## Meaning

            The share of {what} that failed over the last fifteen minutes is above the limit that was agreed with the teams that use them.

            ## Impact

            People who use {what} see errors, and whatever waits for them piles up behind.

            ## Diagnosis

            Look at the dashboard of the service, compare the errors by node and by version, and read the log of the node with most of them.

            ## Mitigation

            Take the node with most errors out of the pool, roll back the last release when the errors began with it, and tell the owner.
            """;

    // path, text, path, text, whether they are one page.
    public static TheoryData<string, string, string, string, bool> Judged =>
        new()
        {
            { "wiki/disk-full.md", "# Disk full" + Disk, "git/disk-full.md", "# Disk full" + Disk, true },
            {
                "wiki/disk-full.md",
                "# Disk full" + Disk,
                "git/disk_full.md",
                "# Disk Full!" + Disk.Replace("an hour", "two hours", StringComparison.Ordinal),
                true
            },
            { "a/copy.md", "# Disk full" + Disk, "b/copy.md", "# No space left on a node" + Disk, true },
            {
                "a/x.md",
                "# Disk full" + Disk,
                "b/y.md",
                "# Disk full" + Disk + "\n\n## Verification\n\nThe charts of the last night are there.",
                true
            },
            // One family, other alerts.
            { "a/reads.md", Alert("DiskReadErrors", "reads"), "a/writes.md", Alert("DiskWriteErrors", "writes"), false },
            { "a/reads.md", Alert("DiskReadErrors", "requests"), "a/writes.md", Alert("DiskWriteErrors", "requests"), false },
            // One title, other pages.
            {
                "db/restart.md",
                "# Restart" + Disk,
                "web/restart.md",
                "# Restart\n\n## Remediation\n\nDrain the node, wait for open connections to end, restart the service, and put "
                    + "the node back when three checks in a row are green; never restart two at a time.",
                false
            },
            // A page and the larger one that took it over.
            {
                "a/disk.md",
                "# Disk full" + Disk,
                "a/all.md",
                "# Everything about nodes"
                    + Disk
                    + string.Concat(
                        Enumerable
                            .Range(1, 8)
                            .Select(i =>
                                $"\n\n## Part {i}\n\n"
                                + Alert($"Name{i}", $"kind {i} of things").Replace("# ", "### ", StringComparison.Ordinal)
                            )
                    ),
                false
            },
            // Too short to tell.
            { "a/s.md", "# Restart\n\n## Remediation\n\nRestart it.", "b/s.md", "# Restart\n\n## Remediation\n\nRestart it.", false },
        };

    [Theory]
    [MemberData(nameof(Judged))]
    public void One_page_in_two_places_is_one_hit_and_two_pages_are_two(
        string path,
        string text,
        string otherPath,
        string otherText,
        bool isOne
    )
    {
        using var content = new ContentDirectory();
        content.Write(path, text + "\n");
        content.Write(otherPath, otherText + "\n");
        string[] ids = [DocumentId.FromPath(null, path).Value, DocumentId.FromPath(null, otherPath).Value];
        var query = isOne ? "disk full no space left on device" : $"{Title(text)} {Title(otherText)}";

        var hits = content.Serve().Search(new SearchRequest(query), default).Hits.Where(h => ids.Contains(h.DocumentId)).ToList();

        Assert.Equal(isOne ? 1 : 2, hits.Count);
        if (isOne)
            Assert.Equal(ids.Where(i => i != hits[0].DocumentId), hits[0].AlsoAt!.Select(o => o.DocumentId));
        else
            Assert.All(hits, h => Assert.Null(h.AlsoAt));
    }

    private static string Title(string text) => text.Split('\n')[0].TrimStart('#', ' ');
}
