using Knowledge.Content.Documents;
using Knowledge.Indexer.Snapshots;
using MemoryPack;

namespace Knowledge.Tests.Indexer.Snapshots;

public sealed class SnapshotTypesTests
{
    [Fact]
    public void Each_type_that_can_be_packed_is_known_before_threads_share_the_work()
    {
        var packed = new[] { typeof(Document).Assembly, typeof(IndexSnapshot).Assembly }
            .SelectMany(a => a.GetTypes())
            .Where(t => t.IsDefined(typeof(MemoryPackableAttribute), inherit: false))
            .ToHashSet();
        Assert.NotEmpty(packed);
        Assert.Equivalent(packed.Select(t => t.FullName), SnapshotTypes.Register().Select(t => t.FullName), strict: true);
        Assert.All(packed, t => Assert.True(IsRegistered(t), t.FullName));
    }

    private static bool IsRegistered(Type type) =>
        (bool)
            typeof(MemoryPackFormatterProvider)
                .GetMethod(nameof(MemoryPackFormatterProvider.IsRegistered))!
                .MakeGenericMethod(type)
                .Invoke(null, null)!;
}
