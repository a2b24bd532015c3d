using Knowledge.Indexer.Archive;

namespace Knowledge.Tests.Indexer.Archive;

public sealed class ArchiveDamageTests : IDisposable
{
    private readonly ArchiveFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    private void Build() =>
        fixture.Build([
            .. Enumerable.Range(0, 300).Select(i => ArchiveFixture.Page($"p{i}", $"Ticket {i}", $"the disk number{i} is full")),
        ]);

    private string Refusal()
    {
        var message = Assert.Throws<ArchiveException>(() => fixture.Open().Dispose()).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    [Fact]
    public void Any_byte_that_changed_is_found_at_opening()
    {
        Build();
        fixture.Open().Dispose();
        foreach (var file in Directory.EnumerateFiles(fixture.Index).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)).ToList())
        {
            if (Path.GetFileName(file) == "segments.gen")
                continue;
            var bytes = File.ReadAllBytes(file);
            foreach (var at in new[] { bytes.Length / 2, bytes.Length - 1 })
            {
                var changed = (byte[])bytes.Clone();
                changed[at] ^= 0x40;
                File.WriteAllBytes(file, changed);
                Assert.Contains("damaged", Refusal(), StringComparison.Ordinal);
            }
            File.WriteAllBytes(file, bytes);
        }
        fixture.Open().Dispose();
    }

    [Fact]
    public void Files_that_are_cut_off_empty_or_gone_are_found_at_opening()
    {
        Build();
        foreach (var file in Directory.EnumerateFiles(fixture.Index).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)).ToList())
        {
            if (Path.GetFileName(file) == "segments.gen")
                continue;
            var bytes = File.ReadAllBytes(file);
            foreach (var length in new[] { 0, bytes.Length / 2, bytes.Length - 1 })
            {
                File.WriteAllBytes(file, bytes[..length]);
                Assert.Contains("damaged", Refusal(), StringComparison.Ordinal);
            }
            File.Delete(file);
            Assert.Contains("damaged", Refusal(), StringComparison.Ordinal);
            File.WriteAllBytes(file, bytes);
        }
        fixture.Open().Dispose();
    }

    [Fact]
    public void Without_time_the_lengths_are_looked_at_and_no_more()
    {
        Build();
        var large = new DirectoryInfo(fixture.Index).EnumerateFiles("*.fdt").MaxBy(f => f.Length)!.FullName;
        var bytes = File.ReadAllBytes(large);
        File.WriteAllBytes(large, [.. bytes[..(bytes.Length / 2)], 0xFF, .. bytes[(bytes.Length / 2 + 1)..]]);
        OpenArchive.Open("tickets", fixture.Out, checksWithin: TimeSpan.Zero).Dispose();
        Assert.Throws<ArchiveException>(() => fixture.Open().Dispose());
        File.WriteAllBytes(large, bytes[..8]);
        Assert.Throws<ArchiveException>(() => OpenArchive.Open("tickets", fixture.Out, checksWithin: TimeSpan.Zero).Dispose());
    }

    [Fact]
    public void What_is_damaged_after_opening_is_left_out_of_a_search_and_told()
    {
        Build();
        using var archive = OpenArchive.Open("tickets", fixture.Out);
        foreach (var file in Directory.EnumerateFiles(fixture.Index, "*.fdt"))
            using (var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                stream.SetLength(4);
        var damaged = new List<string>();
        var found = ArchiveSearch.Search(
            [archive],
            new("disk", 10, 0, false, TimeSpan.FromSeconds(30)),
            ArchiveFixture.Now,
            (a, _) =>
            {
                lock (damaged)
                    damaged.Add(a.Name);
            }
        );
        Assert.Empty(found.Hits);
        Assert.Contains("tickets", damaged);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"format\":1}")]
    [InlineData("{\"format\":\"one\",\"system\":\"x\",\"built\":\"2026-01-01T00:00:00Z\",\"sections\":1,\"isComplete\":true}")]
    public void A_manifest_that_is_none_is_refused(string text)
    {
        Build();
        File.WriteAllText(ArchiveManifest.PathIn(fixture.Out), text);
        Refusal();
    }

    [Fact]
    public void A_directory_that_is_none_or_holds_no_archive_is_refused()
    {
        Assert.Contains(
            "there is no directory",
            Assert.Throws<ArchiveException>(() => fixture.Open().Dispose()).Message,
            StringComparison.Ordinal
        );
        Directory.CreateDirectory(fixture.Out);
        Assert.Contains("holds no archive", Refusal(), StringComparison.Ordinal);
    }
}
