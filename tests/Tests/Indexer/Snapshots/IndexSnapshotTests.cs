using System.Collections;
using System.Reflection;
using CsCheck;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Snapshots;
using Knowledge.Indexer.Sources;
using Knowledge.Tests.Indexer.Index;

namespace Knowledge.Tests.Indexer.Snapshots;

[Trait("Reliability", "F-09")]
public sealed class IndexSnapshotTests : IDisposable
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("KB_LONG") == "1";

    private readonly string place = Directory.CreateTempSubdirectory("kb-snapshot-").FullName;
    private readonly IReadOnlyList<SourceDirectory> sources;

    public IndexSnapshotTests() => sources = [new("s", Path.Combine(place, "content"))];

    public void Dispose() => Directory.Delete(place, recursive: true);

    private string File => Path.Combine(place, IndexSnapshot.FileName);

    /// <summary>What a snapshot leaves out of a file, since it is read or understood anew.</summary>
    private static readonly string[] NotKept = ["IsUnreadable", "Catalog", "CodeOwners", "Owners", "Thesaurus", "HookMapping", "Elements"];

    [Fact]
    public void Every_property_of_every_type_comes_back()
    {
        var document = (Document)Filled(typeof(Document), 0);
        var file = (ReadFile)Filled(typeof(ReadFile), 0) with
        {
            Documents = [document],
            IsUnreadable = false,
            Catalog = null,
            CodeOwners = null,
            Owners = null,
            Thesaurus = null,
            HookMapping = null,
        };
        AssertFilled(document, "Document");
        // A file is a document or it is none.
        ReadFile[] files = [file with { NotADocument = null }, file with { Text = null }];
        IndexSnapshot.Write(place, sources, [new("s", files, [])], LexicalIndex.Build([document]), null);

        var (readings, index, _) = IndexSnapshot.Read(place, sources, () => { }, out var problem)!.Value;

        Assert.Null(problem);
        var read = Assert.Single(readings).Files;
        Assert.Equal(2, read.Count);
        foreach (var property in Properties(typeof(ReadFile)).Where(p => !NotKept.Contains(p.Name)))
        {
            AssertFilled(property.GetValue(file), property.Name);
            for (var i = 0; i < 2; i++)
                AssertSame(property.GetValue(files[i]), property.GetValue(read[i]), $"ReadFile.{property.Name}");
        }
        Assert.NotNull(index.Restore(read[0].Documents));
    }

    [Fact]
    public void An_index_of_several_segments_with_deletes_answers_as_before()
    {
        var pages = new RandomPages(1);
        var documents = pages.Pages(300);
        var index = LexicalIndex.Build(documents);
        List<Document> now = [.. documents.Skip(20), .. pages.Pages(10)];
        index = index.With(now);
        Assert.True(index.Segments.Count > 1 && index.Segments[0].Deleted.Count == 20);
        IndexSnapshot.Write(
            place,
            sources,
            [
                new(
                    "s",
                    [
                        .. now.Select(d => new ReadFile
                        {
                            Path = d.Path,
                            Stamp = default,
                            Documents = [d],
                        }),
                    ],
                    []
                ),
            ],
            index,
            null
        );

        var (readings, stored, _) = IndexSnapshot.Read(place, sources, () => { }, out _)!.Value;
        var restored = stored.Restore([.. readings[0].Files.SelectMany(f => f.Documents)])!;

        Assert.Equal(
            (index.Count, index.PassageUnits, index.DocumentUnits, index.WantsMerge),
            (restored.Count, restored.PassageUnits, restored.DocumentUnits, restored.WantsMerge)
        );
        Assert.True(Agreement.Assert(restored, pages, 10, allowed: null, new ReferenceScorer(index)) > 100);
        // Other documents than those that were indexed: it does not fit, and says so.
        Assert.Null(stored.Restore(documents));
        Assert.Null(stored.Restore([.. now.Skip(1)]));
        Assert.Null(stored.Restore([]));
    }

    private byte[] WriteSome()
    {
        var documents = new RandomPages(2, words: 50).Pages(8);
        IndexSnapshot.Write(
            place,
            sources,
            [
                new(
                    "s",
                    [
                        .. documents.Select(d => new ReadFile
                        {
                            Path = d.Path,
                            Stamp = default,
                            Documents = [d],
                        }),
                    ],
                    []
                ),
            ],
            LexicalIndex.Build(documents),
            null
        );
        Assert.NotNull(IndexSnapshot.Read(place, sources, () => { }, out _));
        return System.IO.File.ReadAllBytes(File);
    }

    [Fact]
    public void A_file_that_is_cut_short_or_has_something_behind_it_is_not_used()
    {
        var length = WriteSome().Length;
        using var file = new FileStream(File, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        file.Seek(0, SeekOrigin.End);
        file.WriteByte(0);
        Assert.Null(IndexSnapshot.Read(place, sources, () => { }, out var problem));
        Assert.NotNull(problem);

        var step = IsLong ? 1 : 13;
        for (var size = length - 1; size >= 0; size -= size < 200 || size > length - 200 ? 1 : step)
        {
            file.SetLength(size);
            Assert.Null(IndexSnapshot.Read(place, sources, () => { }, out problem));
            Assert.NotNull(problem);
        }
    }

    [Fact]
    public void One_flipped_bit_anywhere_and_it_is_not_used()
    {
        var whole = WriteSome();
        void AssertNotUsed(int at, int bit)
        {
            var damaged = whole[..];
            damaged[at] ^= (byte)(1 << bit);
            System.IO.File.WriteAllBytes(File, damaged);
            Assert.True(IndexSnapshot.Read(place, sources, () => { }, out var problem) is null && problem is not null, $"byte {at}");
        }
        // The header and the heads of the parts are few bytes among many.
        for (var at = 0; at < 100; at++)
            AssertNotUsed(at, at % 8);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, 7]).Sample(AssertNotUsed, iter: IsLong ? 20_000 : 300, threads: 1);
    }

    [Fact]
    public void Other_sources_are_not_served_from_it()
    {
        WriteSome();

        Assert.Null(IndexSnapshot.Read(place, [new("other", sources[0].Directory)], () => { }, out var otherName));
        Assert.Null(IndexSnapshot.Read(place, [new("s", Path.Combine(place, "elsewhere"))], () => { }, out var otherDirectory));
        Assert.Null(IndexSnapshot.Read(place, [.. sources, new("more", place)], () => { }, out var more));
        Assert.Null(IndexSnapshot.Read(place, [], () => { }, out var none));
        Assert.All([otherName, otherDirectory, more, none], Assert.NotNull);
    }

    [Fact]
    public void Where_there_is_none_nothing_is_wrong()
    {
        Assert.Null(IndexSnapshot.Read(place, sources, () => { }, out var problem));
        Assert.Null(problem);
        Assert.Null(IndexSnapshot.Read(Path.Combine(place, "nowhere"), sources, () => { }, out problem));
        Assert.Null(problem);
        Directory.CreateDirectory(File);
        Assert.Null(IndexSnapshot.Read(place, sources, () => { }, out problem));
        Assert.NotNull(problem);
    }

    // The new file lies on a device that takes nothing, as a full disk does.
    [Fact]
    public void A_full_disk_leaves_the_old_one()
    {
        Assert.SkipUnless(System.IO.File.Exists("/dev/full"), "There is no /dev/full here.");
        var before = WriteSome();
        System.IO.File.CreateSymbolicLink(File + ".new", "/dev/full");

        var documents = new RandomPages(3).Pages(500);
        Assert.ThrowsAny<IOException>(() => IndexSnapshot.Write(place, sources, [new("s", [], [])], LexicalIndex.Build(documents), null));

        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
        Assert.Equal([File], Directory.GetFiles(place));
    }

    // Properties of records that are computed from others have no setter.
    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(p => p.GetIndexParameters().Length == 0 && p.SetMethod is not null && p.Name != "EqualityContract")
            .Where(p => !p.PropertyType.Name.StartsWith("Lazy", StringComparison.Ordinal));

    /// <summary>A value of a type with no property left as it would be by itself.</summary>
    private static object Filled(Type type, int depth)
    {
        Assert.True(depth < 12, $"{type} holds itself");
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return Filled(inner, depth);
        if (type == typeof(string))
            return $"text{depth}";
        if (type == typeof(int))
            return 40 + depth;
        if (type == typeof(long))
            return 50L + depth;
        if (type == typeof(ulong))
            return 60UL + (ulong)depth;
        if (type == typeof(bool))
            return true;
        if (type == typeof(DateOnly))
            return new DateOnly(2026, 3, 2);
        if (type == typeof(DateTime))
            return new DateTime(2026, 3, 2, 7, 58, 12, DateTimeKind.Utc).AddTicks(7);
        if (type == typeof(DateTimeOffset))
            return new DateTimeOffset(2026, 3, 2, 7, 58, 12, TimeSpan.FromHours(2)).AddTicks(7);
        if (type == typeof(TimeSpan))
            return TimeSpan.FromTicks(123_456_789);
        if (type.IsEnum)
            return Enum.GetValues(type).Cast<object>().Last();
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            var element = type.GetGenericArguments()[0];
            var list = Array.CreateInstance(element, 2);
            for (var i = 0; i < 2; i++)
                list.SetValue(Filled(element, depth + 1 + i), i);
            return list;
        }
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
            return Activator.CreateInstance(type, type.GetGenericArguments().Select(t => Filled(t, depth + 1)).ToArray())!;
        Assert.True(type.Namespace!.StartsWith("Knowledge.", StringComparison.Ordinal), $"The test does not know how to fill {type}.");
        var constructor = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(c => c.GetParameters() is not [var only] || only.ParameterType != type)
            .MaxBy(c => c.GetParameters().Length);
        var made = constructor is null
            ? Activator.CreateInstance(type)!
            : constructor.Invoke([.. constructor.GetParameters().Select(p => Filled(p.ParameterType, depth + 1))]);
        foreach (var property in Properties(type))
            // Catalogs and owners are not kept, so they need not be filled.
            if (!NotKept.Contains(property.Name) || type != typeof(ReadFile))
                property.SetValue(made, Filled(property.PropertyType, depth + 1));
        return made;
    }

    private static void AssertFilled(object? value, string path)
    {
        Assert.True(value is not (null or "" or 0 or 0L or false), path);
        if (value is IEnumerable list and not string)
        {
            Assert.True(list.Cast<object?>().Any(), path);
            foreach (var item in list)
                AssertFilled(item, path + "[]");
        }
        else if (IsOurs(value!.GetType()))
            foreach (var property in Properties(value.GetType()))
                AssertFilled(property.GetValue(value), $"{path}.{property.Name}");
    }

    private static void AssertSame(object? expected, object? actual, string path)
    {
        if (expected is null || actual is null)
            Assert.True(expected is null && actual is null, path);
        else if (expected is IEnumerable list and not string)
        {
            var (left, right) = (list.Cast<object?>().ToList(), ((IEnumerable)actual).Cast<object?>().ToList());
            Assert.True(left.Count == right.Count, path);
            for (var i = 0; i < left.Count; i++)
                AssertSame(left[i], right[i], $"{path}[{i}]");
        }
        else if (IsOurs(expected.GetType()))
            foreach (var property in Properties(expected.GetType()))
                AssertSame(property.GetValue(expected), property.GetValue(actual), $"{path}.{property.Name}");
        else
        {
            Assert.True(expected.Equals(actual), $"{path}: {actual} instead of {expected}");
            if (expected is DateTimeOffset time)
                Assert.Equal(time.Offset, ((DateTimeOffset)actual).Offset);
            if (expected is DateTime clock)
                Assert.Equal(clock.Kind, ((DateTime)actual).Kind);
        }
    }

    private static bool IsOurs(Type type) => !type.IsEnum && type.Namespace!.StartsWith("Knowledge.", StringComparison.Ordinal);
}
