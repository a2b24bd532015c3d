namespace Knowledge.Api.Store;

/// <summary>The store cannot be used, and why, in words for the person who starts the server.</summary>
/// <param name="mayPass">Whether retrying may help (a full disk); the server then runs without its store and tries again.</param>
public sealed class StoreException(string message, bool mayPass, Exception? inner = null) : Exception(message, inner)
{
    public bool MayPass { get; } = mayPass;
}
