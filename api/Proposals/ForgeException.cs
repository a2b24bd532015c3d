namespace Knowledge.Api.Proposals;

/// <summary>Why a proposal could not be sent, as whoever sent it is told: never with the token.</summary>
internal sealed class ForgeException(string message, Exception? inner = null) : Exception(message, inner);
