using Knowledge.Api.Access;
using Knowledge.Tests.Indexer.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Access;

/// <summary><c>kb --server URL --token-file F</c> before a server that asks who calls.</summary>
public sealed class KbTokenTests : IDisposable
{
    private const int Unavailable = 3;
    private const int WrongUse = 2;

    private readonly Server server = Visitor.Local();
    private readonly string place = Directory.CreateTempSubdirectory("kb-token-").FullName;

    public void Dispose()
    {
        server.Dispose();
        Directory.Delete(place, recursive: true);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<string> FileOf(string name, string text)
    {
        var file = Path.Combine(place, name);
        await File.WriteAllTextAsync(file, text, Cancellation);
        return file;
    }

    [Fact]
    public async Task It_does_what_its_token_may_and_is_told_what_it_lacks()
    {
        server.UseKestrel(0);
        server.StartServer();
        var address = server.ClientOptions.BaseAddress.ToString();
        var tokens = server.Services.GetRequiredService<Tokens>();
        var ada = server.Services.GetRequiredService<People>().Enter("test:ada", "ada", Role.Author, []);
        var (read, write) = (tokens.Make("reads", ada, TokenScopes.Read, 1)!, tokens.Make("writes", ada, TokenScopes.Write, 1)!);
        var (reading, writing) = (await FileOf("read", read + "\n"), await FileOf("write", write));

        var without = await Kb.Run("embed", "status", "--server", address);
        Assert.Equal(Unavailable, without.ExitCode);
        Assert.Contains("requires a token", without.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Kb.Run("embed", "status", "--server", address, "--token-file", reading)).ExitCode);
        Assert.Equal(0, (await Kb.RunWith([("KB_SERVER", address), ("KB_TOKEN_FILE", reading)], ["embed", "status"])).ExitCode);

        var refused = await Kb.Run("inbox", "list", "--server", address, "--token-file", reading);
        Assert.Equal(Unavailable, refused.ExitCode);
        Assert.Contains("does not take the token for this", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(read, refused.Error + refused.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Kb.Run("inbox", "list", "--server", address, "--token-file", writing)).ExitCode);

        Assert.True(tokens.End(tokens.All.Single(t => t.Name == "writes").Id, null));
        Assert.Equal(Unavailable, (await Kb.Run("inbox", "list", "--server", address, "--token-file", writing)).ExitCode);
    }

    [Fact]
    public async Task A_file_without_a_token_is_wrong_use_and_is_not_quoted()
    {
        var other = await FileOf("other", "my own password");
        foreach (var file in new[] { other, Path.Combine(place, "missing") })
        {
            var (code, output, error) = await Kb.Run("embed", "status", "--server", "http://127.0.0.1:9", "--token-file", file);
            Assert.Equal(WrongUse, code);
            Assert.Contains(file, error, StringComparison.Ordinal);
            Assert.DoesNotContain("password", output + error, StringComparison.Ordinal);
        }
    }
}
