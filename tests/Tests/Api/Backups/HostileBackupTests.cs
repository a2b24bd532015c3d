using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Knowledge.Api.Backups;
using Knowledge.Api.Store;

namespace Knowledge.Tests.Api.Backups;

/// <summary>A backup that is cut, changed or made to do harm is refused with a line, and nothing of it is written.</summary>
[Trait("Reliability", "F-20")]
public sealed class HostileBackupTests : IDisposable
{
    private readonly BackedUpDirectory directory = new();

    public void Dispose() => directory.Dispose();

    private string Refused(string? passphrase = null)
    {
        var message = Assert.Throws<BackupException>(() => directory.Restore(passphrase)).Message;
        Assert.False(Directory.Exists(directory.Other));
        Assert.Throws<BackupException>(() =>
            BackupRestore.Check(directory.Backup, passphrase, null, TestContext.Current.CancellationToken)
        );
        Assert.DoesNotContain('\n', message);
        return message;
    }

    [Theory]
    [InlineData(null)]
    [InlineData("correct horse battery")]
    public void No_changed_bit_is_passed_over(string? passphrase)
    {
        directory.BackUp(passphrase);
        var whole = File.ReadAllBytes(directory.Backup);
        // Each byte of the header and of the head of the first chunk, and others all over the file.
        var places = Enumerable.Range(0, 90).Concat(Enumerable.Range(1, 60).Select(i => i * (whole.Length - 1) / 60)).Distinct();
        foreach (var at in places)
        {
            var changed = (byte[])whole.Clone();
            changed[at] ^= (byte)(1 << (at % 8));
            File.WriteAllBytes(directory.Backup, changed);
            Refused(passphrase);
        }
        File.WriteAllBytes(directory.Backup, whole);
        directory.Restore(passphrase);
    }

    [Fact]
    public void Nor_is_a_cut_wherever_it_is_or_something_behind_the_end()
    {
        directory.BackUp();
        var whole = File.ReadAllBytes(directory.Backup);
        foreach (var length in Enumerable.Range(0, 50).Select(i => i * whole.Length / 50).Append(whole.Length - 1))
        {
            File.WriteAllBytes(directory.Backup, whole[..length]);
            var said = Refused();
            Assert.Contains(length < BackupSeal.HeaderBytes ? "no backup" : "cut off", said, StringComparison.Ordinal);
        }
        File.WriteAllBytes(directory.Backup, [.. whole, 0]);
        Assert.Contains("behind its end", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Chunks_cannot_be_left_out_exchanged_or_taken_from_another_backup()
    {
        // Text that does not compress, for several chunks.
        var random = new Random(1);
        directory.Write(
            "written/large.md",
            string.Concat(Enumerable.Range(0, 400_000).Select(_ => (char)('!' + random.Next(90)))) + new string('\n', 10)
        );
        directory.BackUp();
        var whole = File.ReadAllBytes(directory.Backup);
        var starts = new List<int> { BackupSeal.HeaderBytes };
        while (starts[^1] < whole.Length)
            starts.Add(
                starts[^1]
                    + SealedChunks.HeadBytes
                    + (int)(BinaryPrimitives.ReadUInt32LittleEndian(whole.AsSpan(starts[^1])) & ~SealedChunks.Last)
            );
        byte[] Chunk(int i) => whole[starts[i]..starts[i + 1]];
        Assert.True(starts.Count > 2, "one chunk only; the test shows nothing");
        var header = whole[..BackupSeal.HeaderBytes];
        foreach (
            var changed in new byte[][]
            {
                [.. header, .. Chunk(0)],
                [.. header, .. Chunk(1)],
                [.. header, .. Chunk(1), .. Chunk(0)],
                [.. header, .. Chunk(0), .. Chunk(0), .. whole[starts[1]..]],
            }
        )
        {
            File.WriteAllBytes(directory.Backup, changed);
            Refused();
        }
    }

    [Fact]
    public void The_wrong_passphrase_and_none_are_one_clear_line()
    {
        directory.BackUp("correct horse battery");
        Assert.Contains("the passphrase is wrong", Refused("correct horse batterz"), StringComparison.Ordinal);
        Assert.Contains("KB_BACKUP_KEY_FILE", Refused(), StringComparison.Ordinal);
        Assert.DoesNotContain("# A", Encoding.Latin1.GetString(File.ReadAllBytes(directory.Backup)), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_backups_of_the_same_have_nothing_in_common()
    {
        directory.BackUp("correct horse battery");
        var first = File.ReadAllBytes(directory.Backup);
        File.Delete(directory.Backup);
        directory.BackUp("correct horse battery");
        var second = File.ReadAllBytes(directory.Backup);
        Assert.NotEqual(first[BackupSeal.HeaderBytes..][20..60], second[BackupSeal.HeaderBytes..][20..60]);
    }

    [Theory]
    [InlineData(2, "newer version (format 2")]
    [InlineData(65_535, "newer version (format 65535")]
    [InlineData(0, "damaged")]
    public void A_backup_of_a_newer_format_says_so(int format, string said)
    {
        directory.BackUp();
        var bytes = File.ReadAllBytes(directory.Backup);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)format);
        File.WriteAllBytes(directory.Backup, bytes);
        Assert.Contains(said, Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../evil.md")]
    [InlineData("/etc/evil")]
    [InlineData("written/../../evil.md")]
    [InlineData("written/..\\..\\evil.md")]
    [InlineData("written/sub/evil.md")]
    [InlineData("written/.hidden.md")]
    [InlineData("written/a\0.md")]
    [InlineData("written/c:evil.md")]
    [InlineData("lock")]
    [InlineData("store.mark")]
    [InlineData("index.snapshot")]
    [InlineData("knowledge.db-wal")]
    [InlineData("")]
    public void No_file_lands_where_none_belongs(string name)
    {
        Craft(ManifestWith(Entry(name, [1])), [1]);
        Assert.Contains("belongs into no backup", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_says_too_much_too_little_or_nonsense_is_refused()
    {
        var store = File.ReadAllBytes(directory.PathOf("knowledge.db"));
        var entry = Entry("knowledge.db", store);
        var manifest = ManifestWith(entry);

        Craft(manifest, [.. store, 1]);
        Assert.Contains("more than it says", Refused(), StringComparison.Ordinal);
        Craft(manifest, store[..^1]);
        Assert.Contains("not all there", Refused(), StringComparison.Ordinal);
        Craft(manifest with { Files = [entry with { Sha256 = new string('0', 64) }] }, store);
        Assert.Contains("not what was written", Refused(), StringComparison.Ordinal);
        Craft(manifest with { Files = [entry, entry] }, [.. store, .. store]);
        Assert.Contains("twice", Refused(), StringComparison.Ordinal);
        Craft(manifest with { Files = [entry with { Length = -1 }] }, store);
        Assert.Contains("a length that no file has", Refused(), StringComparison.Ordinal);
        Craft(manifest with { Files = [] }, []);
        Assert.Contains("holds no store", Refused(), StringComparison.Ordinal);
        Craft(manifest with { Schema = Migration.Latest + 1 }, store);
        Assert.Contains("newer version (schema", Refused(), StringComparison.Ordinal);
        Craft(manifest with { Identity = "another" }, store);
        Assert.Contains("not the one that it says", Refused(), StringComparison.Ordinal);
        Craft(manifest with { Files = [Entry("knowledge.db", new byte[9000])] }, new byte[9000]);
        Assert.Contains("damaged", Refused(), StringComparison.Ordinal);
        CraftRaw(compressed => compressed.Write([0xff, 0xff, 0xff, 0x7f]));
        Assert.Contains("too long", Refused(), StringComparison.Ordinal);
        CraftRaw(compressed => compressed.Write([4, 0, 0, 0, .. "null"u8]));
        Assert.Contains("not all there", Refused(), StringComparison.Ordinal);
        CraftRaw(compressed => compressed.Write([2, 0, 0, 0, .. "[["u8]));
        Assert.Contains("cannot be read", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_says_that_it_is_larger_than_the_disk_is_not_unpacked()
    {
        Craft(ManifestWith(Entry("knowledge.db", []) with { Length = 1L << 46 }), new byte[1000]);
        Assert.Contains("make room", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bomb_within_its_words_is_refused_by_its_store()
    {
        // 200 MiB of nothing in a few hundred bytes: it is unpacked on a disk that has room for it, seen to be no store, and taken away.
        var zeros = new byte[1 << 20];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = 0; i < 200; i++)
            hash.AppendData(zeros);
        var entry = new BackupEntry("knowledge.db", 200L << 20, Convert.ToHexStringLower(hash.GetHashAndReset()), default);
        var manifest = ManifestWith(entry).ToBytes();
        CraftRaw(compressed =>
        {
            compressed.Write(BitConverter.GetBytes(manifest.Length));
            compressed.Write(manifest);
            for (var i = 0; i < 200; i++)
                compressed.Write(zeros);
        });
        Assert.True(new FileInfo(directory.Backup).Length < 100_000);
        Assert.Contains("damaged", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_compressed_by_us_is_refused()
    {
        using (var file = File.Create(directory.Backup))
        using (var seal = BackupSeal.Create(null, out var header))
        {
            file.Write(header);
            using var chunks = new SealingStream(file, seal);
            chunks.Write(RandomNumberGenerator.GetBytes(5_000));
            chunks.Complete();
        }
        Refused();
    }

    private BackupManifest ManifestWith(params BackupEntry[] files)
    {
        var facts = StoreFacts.OfCopy(directory.PathOf("knowledge.db"));
        return new("0.0.0", BackedUpDirectory.At, Migration.Latest, facts.Mark!.Identity, facts.Mark.Writes, files);
    }

    private static BackupEntry Entry(string name, byte[] bytes) =>
        new(name, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), BackedUpDirectory.At);

    private void Craft(BackupManifest manifest, byte[] bodies)
    {
        var bytes = manifest.ToBytes();
        CraftRaw(compressed =>
        {
            compressed.Write(BitConverter.GetBytes(bytes.Length));
            compressed.Write(bytes);
            compressed.Write(bodies);
        });
    }

    // Without a passphrase anybody can make one whose seals are right.
    private void CraftRaw(Action<Stream> fill)
    {
        using var file = File.Create(directory.Backup);
        using var seal = BackupSeal.Create(null, out var header);
        file.Write(header);
        using var chunks = new SealingStream(file, seal);
        using (var compressed = new BrotliStream(chunks, CompressionLevel.Fastest, leaveOpen: true))
            fill(compressed);
        chunks.Complete();
    }
}
