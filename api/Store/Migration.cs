using System.Globalization;

namespace Knowledge.Api.Store;

/// <summary>One step of the schema. The number of the last one is the version of the schema; a new store runs them all.</summary>
/// <remarks>
/// A migration that any store has run is never edited: the next change of the schema is a file of its own in <c>migrations/</c>.
/// </remarks>
internal sealed record Migration(int Number, string Name, string Sql)
{
    private const string Folder = "migrations/";

    /// <summary>In the order in which they run.</summary>
    public static IReadOnlyList<Migration> All { get; } = Read();

    /// <summary>The version of the schema that this program reads and writes.</summary>
    public static int Latest => All[^1].Number;

    private static IReadOnlyList<Migration> Read()
    {
        var assembly = typeof(Migration).Assembly;
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(n => n.StartsWith(Folder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                    var file = Path.GetFileNameWithoutExtension(name[Folder.Length..]);
                    return new Migration(int.Parse(file[..3], CultureInfo.InvariantCulture), file, reader.ReadToEnd());
                }),
        ];
    }
}
