using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Access;

/// <summary>How a try to sign in with a password went.</summary>
internal enum PasswordOutcome
{
    Right,

    /// <summary>Wrong, or locked, or there is no such account: nobody is told which.</summary>
    Wrong,

    /// <summary>The store cannot be read.</summary>
    Unavailable,
}

/// <summary>
/// Accounts of this server. A name that is not there takes as long as one that is: the same slow hash is computed, and the same writes
/// are made.
/// </summary>
internal sealed class LocalAccounts(LiveKnowledge live, TimeProvider time) : IDisposable
{
    public const int MinPasswordCharacters = 12;
    public const int MaxPasswordCharacters = 256;
    public const int MaxNameCharacters = 60;

    /// <summary>Wrong passwords in a row after which an account takes none for a while.</summary>
    public const int MostFailures = 10;

    public static readonly TimeSpan LockLasts = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan LinkLasts = TimeSpan.FromDays(3);
    public static readonly TimeSpan AdminLinkLasts = TimeSpan.FromMinutes(15);

    /// <summary>How long somebody who came in by a link of an operator stays.</summary>
    public static readonly TimeSpan AdminSession = TimeSpan.FromHours(1);

    // As OWASP advises for PBKDF2 with SHA-512.
    private static readonly PasswordHasher<string> Hasher = new(
        new OptionsWrapper<PasswordHasherOptions>(new() { IterationCount = 210_000 })
    );

    // Of a password that nobody has.
    private static readonly string NobodysHash = Hasher.HashPassword("", Secret.Create());

    // A hash takes a core for a tenth of a second: searches go on beside a flood of tries.
    private readonly SemaphoreSlim hashing = new(Math.Max(1, Environment.ProcessorCount / 2));

    private sealed record Found(AccountRow? Account);

    public static string SubjectOf(string name) => $"local:{name}";

    /// <summary>The name of an account as it is kept; null for what can be none.</summary>
    public static string? NameOf(string? text)
    {
        var name = text?.Trim().ToLowerInvariant() ?? "";
        return name.Length is > 0 and <= MaxNameCharacters && name.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '@' or '+')
            ? name
            : null;
    }

    /// <summary>Why a password cannot be set, as a sentence; null when it can.</summary>
    public static string? Mistake(string name, string password) =>
        password.Length < MinPasswordCharacters
            ? T("The password needs at least {0} characters; a few words are good.", MinPasswordCharacters)
        : password.Length > MaxPasswordCharacters ? T("The password may have up to {0} characters.", MaxPasswordCharacters)
        : password.Distinct().Count() < 5 ? T("The password repeats few characters; take another.")
        : password.Contains(name, StringComparison.OrdinalIgnoreCase) && name.Length >= 4
            ? T("The password contains the name; take another.")
        : null;

    public static string Hash(string password) => Hasher.HashPassword("", password);

    /// <returns>How it went, and the account; for a wrong password the account that it was tried on, if there is one.</returns>
    public async Task<(PasswordOutcome Outcome, AccountRow? Account)> CheckAsync(
        string? given,
        string? password,
        CancellationToken cancellation
    )
    {
        var name = NameOf(given) ?? "";
        if (live.QueryStore(s => new Found(s.Access.Accounts.Find(name))) is not { } found)
            return (PasswordOutcome.Unavailable, null);
        var (account, now) = (found.Account, time.GetUtcNow());
        await hashing.WaitAsync(cancellation);
        PasswordVerificationResult verified;
        try
        {
            var text = password is { Length: <= MaxPasswordCharacters } ? password : "";
            verified = await Task.Run(
                () => Hasher.VerifyHashedPassword("", account?.Password ?? NobodysHash, text),
                CancellationToken.None
            );
        }
        finally
        {
            hashing.Release();
        }
        var matches = verified != PasswordVerificationResult.Failed && account?.Password is not null;
        // One write in every case. The lock is asked where it is written, as others may have tried meanwhile; on a full disk nothing can
        // be written, and people come in all the same.
        if (!matches)
        {
            live.UpdateStore(s => s.Access.Accounts.Failed(name, MostFailures, now + LockLasts, now));
            return (PasswordOutcome.Wrong, account);
        }
        return live.QueryStore<bool?>(s => s.Access.Accounts.Succeeded(name, now)) ?? account!.Locked <= now.ToUnixTimeMilliseconds()
            ? (PasswordOutcome.Right, account)
            : (PasswordOutcome.Wrong, account);
    }

    public void Dispose() => hashing.Dispose();
}
