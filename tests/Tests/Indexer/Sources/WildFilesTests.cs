using Knowledge.Indexer.Sources;

namespace Knowledge.Tests.Indexer.Sources;

/// <summary>Other people's repositories: each file is served, used, or named with a reason.</summary>
public sealed class WildFilesTests
{
    public static TheoryData<string> Folders() =>
        [
            "2i2c-org_infrastructure",
            "3scale_3scale-Operations",
            "Altinity_altinityknowledgebase",
            "PagerDuty_incident-response-docs",
            "aws-samples_aws-incident-response-playbooks",
            "giantswarm_prometheus-rules",
            "ministryofjustice_modernisation-platform",
            "nais_doc",
            "pingcap_docs-cn",
            "rook_rook",
            "samber_awesome-prometheus-alerts",
            "sapcc_helm-charts",
            "wikimedia_operations-alerts",
        ];

    [Theory]
    [MemberData(nameof(Folders))]
    public void No_file_is_unread_without_a_reason(string folder)
    {
        var root = Samples.Require($"corpora/wild/{folder}");
        var source = DirectoryReader.Read(new("wild", root), cancellation: TestContext.Current.CancellationToken);
        var unserved = UnservedFiles.Of([source]);
        Assert.All(unserved.Files, f => Assert.True(f.Reason.Length > 3, f.Path));

        var named = unserved.Files.Select(f => f.Path).ToHashSet();
        var served = source.Files.Where(f => f.Documents.Count > 0 || f.IsUsed).Select(f => f.Path).ToHashSet();
        var lost = Directory
            .EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(root, f))
            .Where(f => !f.Split('/').Any(part => part.StartsWith('.') && part != ".github"))
            .Where(f =>
                !served.Contains(f) && !named.Contains(f) && !named.Any(n => n.EndsWith('/') && f.StartsWith(n, StringComparison.Ordinal))
            );
        Assert.Empty(lost);
    }
}
