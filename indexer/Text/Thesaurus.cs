using System.Collections.Concurrent;

namespace Knowledge.Indexer.Text;

/// <summary>
/// What may stand for what, by language. Built in; a knowledge base adds its own <c>thesaurus.yaml</c>, <c>thesaurus.de.yaml</c> …
/// </summary>
internal sealed class Thesaurus
{
    private readonly IReadOnlyList<ThesaurusFile> own;
    private readonly bool hasBuiltIn;
    private readonly ConcurrentDictionary<TextLanguage, Lazy<SynonymGroups>> loaded = new();

    private Thesaurus(IReadOnlyList<ThesaurusFile> own, bool hasBuiltIn) => (this.own, this.hasBuiltIn) = (own, hasBuiltIn);

    public static Thesaurus None { get; } = new([], hasBuiltIn: false);

    public static Thesaurus BuiltIn { get; } = new([], hasBuiltIn: true);

    /// <summary>The built-in groups and those that knowledge bases add.</summary>
    public static Thesaurus WithBuiltIn(IReadOnlyList<ThesaurusFile> own) => own.Count == 0 ? BuiltIn : new(own, hasBuiltIn: true);

    /// <summary>The groups of a language, read when they are first asked for; empty where nobody wrote any.</summary>
    public SynonymGroups In(TextLanguage language) => loaded.GetOrAdd(language, l => new(() => Read(l))).Value;

    private SynonymGroups Read(TextLanguage language)
    {
        var added = own.Where(f => TextLanguage.Of(f.Language) == language).Select(f => f.Yaml).ToList();
        if (!hasBuiltIn || ThesaurusFile.BuiltIn(language.Code) is not { } builtIn)
            return added.Count == 0 ? SynonymGroups.None : SynonymGroups.Read(language, added).Groups;
        return added.Count == 0 && this != BuiltIn ? BuiltIn.In(language) : SynonymGroups.Read(language, [builtIn, .. added]).Groups;
    }
}
