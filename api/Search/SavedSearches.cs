using Knowledge.Api.Access;
using Knowledge.Api.Live;
using Knowledge.Api.Store;

namespace Knowledge.Api.Search;

/// <summary>Searches that people who are signed in keep in the store, each by a name of their own.</summary>
internal sealed class SavedSearches(LiveKnowledge live, TimeProvider time)
{
    public const int MaxNameCharacters = 80;

    /// <summary>Of one person.</summary>
    public const int Most = 50;

    /// <summary>Those of a caller by name, none without sign-in; null when they cannot be read just now.</summary>
    public IReadOnlyList<SavedSearch>? Of(Caller caller) =>
        caller.IsSignedIn ? live.QueryStore(s => s.SavedSearches.Of(caller.Subject)) : [];

    /// <summary>Null, here and below, when the store cannot be written just now.</summary>
    public SavedSearchChange? Save(Caller caller, string name, string query) =>
        live.QueryStore<SavedSearchChange?>(s =>
            s.SavedSearches.Save(caller.Subject, new(name, query, time.GetUtcNow().ToUnixTimeMilliseconds()), Most)
        );

    public SavedSearchChange? Rename(Caller caller, string name, string newName) =>
        live.QueryStore<SavedSearchChange?>(s => s.SavedSearches.Rename(caller.Subject, name, newName));

    public SavedSearchChange? Remove(Caller caller, string name) =>
        live.QueryStore<SavedSearchChange?>(s => s.SavedSearches.Remove(caller.Subject, name));
}
