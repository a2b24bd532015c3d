using Knowledge.Api.Options;

namespace Knowledge.Api.Proposals;

/// <summary>The repositories that take proposals as merge requests, by source.</summary>
internal sealed class Forges(ServerOptions options)
{
    private readonly Lazy<HttpClient> http = new(ForgeClient.CreateClient);

    public ForgeSettings? SettingsOf(string source) => options.Forges.GetValueOrDefault(source);

    /// <returns>Null where none is configured for the source.</returns>
    public Forge? Of(string source) => SettingsOf(source) is { } settings ? Forge.Of(settings, http.Value) : null;
}
