using Knowledge.Api.Access;
using Knowledge.Api.Languages;
using Knowledge.Api.Live;
using Knowledge.Api.Store;

namespace Knowledge.Api.Search;

/// <summary>Whether somebody is told by mail when their search is answered.</summary>
internal enum AskerState
{
    /// <summary>They cannot be: no mail server, nobody signed in, no address of them, or the store cannot be read just now.</summary>
    Unavailable,

    /// <summary>They can ask for it.</summary>
    MayAsk,

    /// <summary>They asked for it.</summary>
    Waits,
}

/// <summary>People who are signed in and want to be told when somebody has answered what they searched for.</summary>
internal sealed class Askers(LiveKnowledge live, ServingOptions options, TimeProvider time)
{
    public AskerState StateOf(Caller caller, string gapId) =>
        MayBe(caller)
            ? live.QueryStore(s =>
                s.GapAskers.IsThere(gapId, caller.Subject) ? AskerState.Waits
                : HasAddress(s, caller) ? AskerState.MayAsk
                : AskerState.Unavailable
            )
            : AskerState.Unavailable;

    /// <summary>Keeps that somebody wants to be told, in the language of the page.</summary>
    /// <returns>False when there are as many as there may be; null when the store cannot be written just now.</returns>
    public bool? Ask(Caller caller, string gapId) =>
        live.QueryStore<bool?>(s => s.GapAskers.Add(gapId, caller.Subject, Language.Current.Code, time.GetUtcNow()));

    /// <summary>Takes it back; false when the store cannot be written just now.</summary>
    public bool Forget(Caller caller, string gapId) => live.UpdateStore(s => s.GapAskers.Remove(gapId, caller.Subject));

    // A program that has somebody's token is nobody who reads mail.
    private bool MayBe(Caller caller) => options.TellsAskers && caller is { IsSignedIn: true, TokenId: null };

    private static bool HasAddress(StoreTables store, Caller caller) =>
        EmailAddress.Of(store.Access.People.Find(caller.Subject)?.Email) is not null;
}
