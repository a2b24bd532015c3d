using System.Globalization;
using Knowledge.Indexer.Embeddings.Endpoint;

namespace Knowledge.Api.Options;

/// <summary>The language model that the assistant asks, if an operator named one.</summary>
/// <param name="Address">Where an OpenAI-compatible service takes chats.</param>
/// <param name="Model">Name of the model there; null for the service's own.</param>
/// <param name="DailyTokens">What may be sent and received in a day (UTC).</param>
public sealed record ChatSettings(Uri Address, string? Model, long DailyTokens)
{
    public const long DefaultDailyTokens = 200_000;

    private const string KeyVariable = "KB_CHAT_KEY";

    /// <summary>Sent with every request. Never written anywhere.</summary>
    public string? Key { get; init; }

    /// <summary>Whom pages and messages speak of: nothing of the address that may be secret.</summary>
    public string Name => Address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    // A record would show its key.
    public override string ToString() => Name;

    /// <returns>Null where no model was named; or what is wrong as one line.</returns>
    public static (ChatSettings? Chat, string? Error) Read(IConfiguration configuration)
    {
        var (model, budget) = (Settings.ChatModel.Of(configuration), Settings.ChatBudget.Of(configuration));
        if (Settings.ChatUrl.Of(configuration) is not { } url)
            return model is null && budget is null ? (null, null) : (null, "--chat-model and --chat-budget do nothing without --chat-url");
        if (EndpointAddress.Of(url, EndpointAddress.ChatPath) is not { } address)
            return (null, $"--chat-url '{url}' is no address; give one such as http://localhost:11434/v1");
        if (address.UserInfo.Length > 0)
            return (null, $"--chat-url holds a password; give the key as {KeyVariable} or in the file that {KeyVariable}_FILE names");
        var tokens = DefaultDailyTokens;
        if (budget is not null && (!long.TryParse(budget, NumberStyles.None, CultureInfo.InvariantCulture, out tokens) || tokens < 1))
            return (null, $"--chat-budget '{budget}' takes a number of tokens a day, 1 or more");
        var (key, unread) = HookSource.SecretOf(configuration, KeyVariable);
        return unread is not null ? (null, unread) : (new(address, model, tokens) { Key = key }, null);
    }
}
