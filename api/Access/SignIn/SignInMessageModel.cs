namespace Knowledge.Api.Access.SignIn;

/// <param name="ProviderLink">Where the provider ends its own session; null when it says no such place.</param>
public sealed record SignInMessageModel(string Title, string Text, string? ProviderLink);
