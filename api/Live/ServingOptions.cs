using System.Security.Cryptography;
using System.Text;
using Knowledge.Api.Backups;
using Knowledge.Indexer.Archive;
using Knowledge.Indexer.Commands;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Sources;
using Knowledge.Indexer.Visibility;

namespace Knowledge.Api.Live;

/// <param name="Sources">At least one directory, with distinct names.</param>
/// <param name="DataDirectory">Where the store lies; created on first use.</param>
public sealed record ServingOptions(IReadOnlyList<SourceDirectory> Sources, string DataDirectory)
{
    /// <summary>
    /// Connection string, with its password, of the database that several nodes share; null for a store of this server's own.
    /// </summary>
    public string? Store { get; init; }

    /// <summary>Who may see what each source and archive holds.</summary>
    public VisibleSources Visible { get; init; } = VisibleSources.All;

    /// <summary>Whether it is known who says what; where it is not, all feedback on pages is one voice.</summary>
    public bool HasSignIn { get; init; }

    /// <summary>What somebody sees of whom nothing is known: all where nobody signs in.</summary>
    public Viewer Everybody { get; init; } = Viewer.Everything;

    /// <summary>How often the sources are looked at for changes.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long one source is waited for with each look; as long as it should be where it is not given.</summary>
    internal TimeSpan? SourcePatience { get; init; }

    /// <summary>What compares meanings.</summary>
    public EmbedderSettings Embedder { get; init; } = new();

    /// <summary>Directory of a cross-encoder that orders the first hits anew; null for none.</summary>
    public string? Reranker { get; init; }

    /// <summary>Where contacts of the catalog lead (<see cref="Live.ContactUrls"/>), by what they begin with.</summary>
    public IReadOnlyDictionary<string, string> ContactUrls { get; init; } = new Dictionary<string, string>();

    /// <summary>Exports of other systems that are imported again and again.</summary>
    public IReadOnlyList<ScheduledImport> Imports { get; init; } = [];

    /// <summary>Archives that are searched too.</summary>
    public IReadOnlyList<ArchiveDirectory> Archives { get; init; } = [];

    /// <summary>Directories of which archives are made, under the data directory.</summary>
    public IReadOnlyList<ArchiveDirectory> ArchivedContent { get; init; } = [];

    /// <summary>How old a page of these may get, by name of the archive; none for all ages.</summary>
    public IReadOnlyDictionary<string, TimeSpan> ArchiveKeep { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>Who is told when an alert begins to fire.</summary>
    public IReadOnlyList<NotifyTarget> NotifyTargets { get; init; } = [];

    /// <summary>Hosts of these that may have a private address.</summary>
    public IReadOnlySet<string> NotifyAllowedHosts { get; init; } = new HashSet<string>();

    /// <summary>At least this lies between two messages about alerts to one target; what begins meanwhile is told together.</summary>
    public TimeSpan NotifyInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The mail server; null for none.</summary>
    public MailSettings? Mail { get; init; }

    /// <summary>Whether people whose mail address is known can be told that what they searched for is answered.</summary>
    public bool TellsAskers => Mail is not null && HasSignIn;

    /// <summary>Whether anybody is told anything.</summary>
    public bool TellsOthers => NotifyTargets.Count > 0 || TellsAskers;

    /// <summary>How long what people and senders brought is kept.</summary>
    public Retention Retention { get; init; } = Retention.Default;

    /// <summary>Backups that the server makes by itself; null for none.</summary>
    public BackupSettings? Backups { get; init; }

    /// <summary>Under which people reach the server, for links that leave it.</summary>
    public Uri PublicUrl { get; init; } = new("http://localhost:5080/");

    /// <summary>How long an alert of a severity may go on.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Sla { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>
    /// What does not happen to an archive, for everybody who asks how the server is: of one that is hidden neither its name nor the reason,
    /// which may name its files. The log has both.
    /// </summary>
    internal string SayOf(ArchiveDirectory archive, string what, string reason) =>
        Visible.Of(archive.Name) is null
            ? $"The archive {archive.Name} {what}: {reason}."
            : $"An archive that not everybody may see {what}; the log says why.";

    // A record would show the password of the store.
    public override string ToString() => nameof(ServingOptions);

    /// <summary>
    /// Where data lies when nobody says: under the platform's application-data folder, in a directory of the first source, so that a
    /// further source keeps what was written before it came. One that is there already for all of these sources, or for another of them,
    /// comes first.
    /// </summary>
    public static string DefaultDataDirectory(IReadOnlyList<SourceDirectory> sources)
    {
        var folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        var root = Path.Combine(folder.Length > 0 ? folder : Path.GetTempPath(), "knowledge", "data");
        var paths = sources.Select(s => Path.GetFullPath(s.Directory)).ToList();
        var places = paths.Prepend(string.Join('\n', paths)).Select(PlaceOf).ToList();
        return places.FirstOrDefault(Directory.Exists) ?? PlaceOf(paths.FirstOrDefault() ?? "");

        string PlaceOf(string of) => Path.Combine(root, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(of)))[..8]);
    }
}
