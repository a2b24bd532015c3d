using System.Diagnostics;
using System.Text;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Indexer;
using Knowledge.Indexer.Sources;

namespace Knowledge.Tests.Indexer;

/// <summary>A real directory of content with one page that must be found whatever lies beside it.</summary>
internal sealed class ContentDirectory : IDisposable
{
    public const string Witness = "witness.md";
    public const string WitnessWords = "quixotic zeppelin moored";

    private readonly string temporary = Directory.CreateTempSubdirectory("kb-content-").FullName;

    public ContentDirectory()
    {
        Directory.CreateDirectory(Root);
        Write(Witness, $"# Witness page\n\n## Symptoms\n\n- {WitnessWords}\n\n## Remediation\n\n1. Cut the rope.\n");
    }

    public string Root => Path.Combine(temporary, "content");

    /// <summary>Beside the content, never to be read.</summary>
    public string Outside => temporary;

    public string Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    public string Write(string path, byte[] bytes)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, bytes);
        return full;
    }

    /// <summary>Runs a shell script in the content directory: for what .NET cannot make.</summary>
    public void Shell(string script) => Assert.Equal(0, Run("bash", "-ec", script));

    public SourceSnapshot Read(SourceSnapshot? before = null) =>
        DirectoryReader.Read(new("s", Root), before, cancellation: TestContext.Current.CancellationToken);

    /// <summary>Reads and indexes; the witness must be found and every id be one that a URL can have.</summary>
    public KnowledgeBase Serve()
    {
        var knowledge = KnowledgeBase.Build([Read()]);
        AssertServed(knowledge);
        return knowledge;
    }

    public static void AssertServed(KnowledgeBase knowledge)
    {
        Assert.Equal("witness", Find(knowledge, WitnessWords));
        Assert.All(knowledge.Documents, d => Assert.True(IsWellFormed(d.Id.Value), d.Id.Value));
        Assert.Equal(knowledge.Documents.Count, knowledge.Documents.Select(d => d.Id).Distinct().Count());
        Assert.All(knowledge.Findings, f => Assert.DoesNotContain(f.ToString(), char.IsControl));
    }

    public static string? Find(KnowledgeBase knowledge, string words) =>
        knowledge.Search(new(words), default).Hits is [var best, ..] ? best.DocumentId : null;

    public static Finding Finding(KnowledgeBase knowledge, string code, string file)
    {
        var ofFile = knowledge.Findings.Where(f => f.File == file).ToList();
        return Assert.Single(ofFile, f => f.Code == code);
    }

    public void Dispose() => Run("rm", "-rf", temporary);

    private int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = Root })!;
        process.WaitForExit();
        return process.ExitCode;
    }

    private static bool IsWellFormed(string id) =>
        id.Length is > 0 and <= DocumentId.MaxLength
        && id.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '/' or '_' or '.' or '-')
        && !id.Contains("..", StringComparison.Ordinal)
        && id[0] is not ('/' or '.');
}
