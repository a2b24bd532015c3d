using Knowledge.Indexer;
using Knowledge.Indexer.Sources;

namespace Knowledge.Tests;

/// <summary>A directory of content that a test writes, gone when the test is.</summary>
internal sealed class Fixture : IDisposable
{
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("kb-test-").FullName;

    public Fixture With(string path, string text)
    {
        var full = Path.Combine(Directory, path);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return this;
    }

    public KnowledgeBase Build() => Of(Directory);

    public static KnowledgeBase Of(string directory) => KnowledgeBase.Build([DirectoryReader.Read(new("content", directory))]);

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
