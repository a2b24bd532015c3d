using Knowledge.Indexer.Embeddings.Encoder;

namespace Knowledge.Api.Languages;

/// <summary>
/// What does not work as it should, as the server composes it in English for API, metrics and logs too: sources, store, loops and models.
/// A page in another language knows the sentences again by these patterns.
/// </summary>
internal static class StateSentences
{
    public static IReadOnlyList<string> All { get; } =
    [
        "Source {0} is being read; {1} of its files are still to come, and what is not found may be in them.",
        "The directory of source {0} does not answer (first noticed {1}); what was read of it before is still served.",
        "Source {0} has lost {1} pages at once; they are still served until they are back, or somebody accepts on the status page "
            + "that they are deleted.",
        "Source {0} is read by other nodes, and none of them has put it into the database yet.",
        "No node looks at the directory of source {0}; what was read of it before is still served.",
        "The directory of source {0} is missing (first noticed {1}); what was read of it before is still served.",
        "In source {0} something cannot be read, so its content is not found.",
        "In source {0} the directory {1} and {2} more cannot be listed; of its pages those that were read since the start are served.",
        "In source {0} the directory {1} cannot be listed; of its pages those that were read since the start are served.",
        "In source {0} the file {1} and {2} more cannot be read, so their content is not found.",
        "In source {0} the file {1} cannot be read, so its content is not found.",
        "The store cannot be written ({0}): unanswered searches and history are not kept until it can. Searches work.",
        "Alerts that were received up to {0} minutes ago have not been read: they are in no list, and nobody was notified of them. "
            + "It is tried again.",
        "{0} requests with alerts wait on this node's disk until the database takes them.",
        // Models.
        "The embedder {0} cannot be used ({1}); {2} is used.",
        "{0}; what is new is found by its words, and it is tried again.",
        "{0}; {1} is used, and it is tried again.",
        "The embedder {0} cannot be loaded ({1})",
        "The embedder {0} does not answer",
        "{0} cannot embed passages ({1})",
        "{0} cannot embed queries ({1}); the built-in table is used.",
        "{0} took more than {1} ms; the hits are in the order without it.",
        "{0} is busy with another search; the hits are in the order without it.",
        "{0} cannot be used ({1}); the hits are in the order without it.",
        // Loops: what does not happen, and why.
        "The export of {0} is not imported; the status page says why. It is tried again.",
        "The archive {0} is not searched: {1}.",
        "{0} ({1}). It is tried again.",
        "The archive {0} is not brought up to date",
        "Messages to {0} are not sent",
        "the git history of source {0} cannot be read",
        "the directory '{0}' cannot be listed",
        "SQLite error {0}",
    ];

    /// <summary>Whole sentences and reasons.</summary>
    public static IReadOnlyList<string> Whole { get; } =
    [
        "The links between pages are still being read after a restart; pages are found, answers made of several follow in a moment.",
        "The sources could not be read for minutes: older content is served and recent changes are not found.",
        "Unanswered searches are not written to the store; it is tried again.",
        "Changes of the sources are not taken in, and what was read before is still served",
        "The index is not saved, so the next start takes longer",
        "What is written here is not kept as files beside the store",
        "The store is not checked for recovery",
        "The store is not looked through for damage",
        "New commits are not read; the last-changed date of a page may be too old",
        "Today's debt is not kept",
        "Alerts that are posted are not kept, and senders are told to send them again",
        "Alerts that were received are kept and not read",
        "Passages are not embedded",
        BuiltInEncoder.WithoutQueries,
        "What was kept long enough is not deleted",
        "No backups are made",
        "Sessions and tokens that a command ended stay valid",
        "People are not reminded of actions that are due",
        "the built-in table",
        "the store cannot be read",
        "the store cannot be written",
        "the store cannot be copied",
        "the store is damaged",
        "the store is not there",
        "the directory of --backup-to is not there; mount or make it",
        "disk full",
        "the disk is full",
        "the disk is read-only",
        "read-only",
        "input/output error",
        "something of it could not be read; it is being looked through for damage",
        "access is denied",
        "a file is missing",
        "the path is too long",
        "it took too long",
        "out of memory",
        "an error inside Knowledge; the log has more",
        "another server uses its directory, or a newer version wrote it; the log has more",
        "the database does not answer in time",
        "the database's disk is full",
        "the database is starting or stopping",
        "the database has no connection left; raise max_connections",
    ];
}
