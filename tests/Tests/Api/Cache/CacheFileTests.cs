using Knowledge.Api.Cache;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Knowledge.Tests.Api.Cache;

/// <summary>What lies in the cache may be lost at any time, and nobody notices more than a miss.</summary>
public sealed class CacheFileTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("kb-cache-").FullName;
    private readonly FakeTimeProvider time = new();

    private string Place => Path.Combine(directory, CacheFile.FileName);

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private CacheFile Open(long maxBytes = CacheFile.DefaultMaxBytes) => new(directory, time, NullLogger.Instance, maxBytes);

    [Fact]
    public void What_was_kept_is_there_after_a_restart_each_kind_for_itself()
    {
        using (var cache = Open())
        {
            cache.Keep(CacheKind.Pages, [new("a", "one"), new("b", "zwei – ö")]);
            Assert.Equal("one", cache.Find(CacheKind.Pages, "a"));
            Assert.Null(cache.Find(CacheKind.Replies, "a"));
        }
        if (!OperatingSystem.IsWindows())
            foreach (var file in Directory.GetFiles(directory))
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        using var again = Open();
        Assert.Equal(("one", "zwei – ö"), (again.Find(CacheKind.Pages, "a"), again.Find(CacheKind.Pages, "b")));
        again.Keep(CacheKind.Pages, [new("a", "other")]);
        Assert.Equal("other", again.Find(CacheKind.Pages, "a"));
        Assert.Null(again.Find(CacheKind.Pages, "absent"));
        Assert.Null(again.Find(CacheKind.Pages, ""));
    }

    /// <summary>Deleted, cut, filled with noise, made a directory: while it is open and before it is opened.</summary>
    [Theory]
    [InlineData("delete", true)]
    [InlineData("delete", false)]
    [InlineData("cut", true)]
    [InlineData("cut", false)]
    [InlineData("empty", true)]
    [InlineData("empty", false)]
    [InlineData("noise", true)]
    [InlineData("noise", false)]
    [InlineData("flip", true)]
    [InlineData("flip", false)]
    public void Whatever_happens_to_the_file_no_wrong_value_is_given_and_work_goes_on(string what, bool whileOpen)
    {
        var values = Enumerable
            .Range(0, 300)
            .Select(i => KeyValuePair.Create($"k{i}", $"{i} " + new string((char)('a' + i % 26), 900)))
            .ToList();
        var cache = Open();
        try
        {
            cache.Keep(CacheKind.Pages, values);
            if (!whileOpen)
                cache.Dispose();
            Break(what);
            if (!whileOpen)
                cache = Open();
            for (var round = 0; round < 3; round++)
            {
                foreach (var (key, value) in values)
                    Assert.True(cache.Find(CacheKind.Pages, key) is not { } found || found == value, key);
                cache.Keep(CacheKind.Pages, values);
                time.Advance(TimeSpan.FromSeconds(31));
            }
            cache.Keep(CacheKind.Replies, [new("last", "kept")]);
            Assert.Equal("kept", cache.Find(CacheKind.Replies, "last"));
        }
        finally
        {
            cache.Dispose();
        }
    }

    [Fact]
    public void Beyond_its_size_it_is_begun_anew()
    {
        using var cache = Open(maxBytes: 1 << 20);
        for (var i = 0; i < 40; i++)
        {
            cache.Keep(CacheKind.Pages, [new($"k{i}", new string('x', 100_000))]);
            var length = Directory.GetFiles(directory).Sum(f => new FileInfo(f).Length);
            Assert.True(length < 3 << 20, $"{length}");
        }
        cache.Keep(CacheKind.Pages, [new("small", "kept")]);
        Assert.Equal("kept", cache.Find(CacheKind.Pages, "small"));
        cache.Keep(CacheKind.Pages, [new("long", new string('x', 2 << 20))]);
        Assert.Null(cache.Find(CacheKind.Pages, "long"));
    }

    [Fact]
    public void Where_nothing_can_be_written_everything_is_a_miss_and_it_is_tried_again_later()
    {
        var blocked = Path.Combine(directory, "blocked");
        File.WriteAllText(blocked, "");
        using var cache = new CacheFile(blocked, time, NullLogger.Instance);
        cache.Keep(CacheKind.Pages, [new("a", "one")]);
        Assert.Null(cache.Find(CacheKind.Pages, "a"));

        File.Delete(blocked);
        cache.Keep(CacheKind.Pages, [new("a", "one")]);
        Assert.Null(cache.Find(CacheKind.Pages, "a"));
        time.Advance(TimeSpan.FromSeconds(31));
        cache.Keep(CacheKind.Pages, [new("a", "one")]);
        Assert.Equal("one", cache.Find(CacheKind.Pages, "a"));
    }

    [Fact]
    public async Task Many_at_once_lose_nothing_but_time()
    {
        using var cache = Open();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 200),
            TestContext.Current.CancellationToken,
            (i, _) =>
            {
                cache.Keep(CacheKind.Pages, [new($"k{i % 20}", $"v{i % 20}")]);
                Assert.True(cache.Find(CacheKind.Pages, $"k{i % 20}") is not { } found || found == $"v{i % 20}");
                return ValueTask.CompletedTask;
            }
        );
    }

    private void Break(string what)
    {
        var length = (int)new FileInfo(Place).Length;
        if (what == "delete")
            foreach (var file in Directory.GetFiles(directory, "cache*"))
                File.Delete(file);
        else
            using (var file = new FileStream(Place, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
            {
                if (what is "cut" or "empty")
                    file.SetLength(what == "cut" ? length / 2 : 0);
                var noise = new byte[length];
                new Random(7).NextBytes(noise);
                if (what == "noise")
                    file.Write(noise);
                for (var at = 100; what == "flip" && at < length; at += 97)
                {
                    file.Position = at;
                    var old = file.ReadByte();
                    file.Position = at;
                    file.WriteByte((byte)(old ^ 0x20));
                }
            }
    }
}
