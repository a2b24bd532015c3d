using Knowledge.Api.Hosting;
using Knowledge.Api.Options;

namespace Knowledge.Tests.Api.Options;

[Trait("Reliability", "A-11")]
public sealed class HookKeyTests : IDisposable
{
    private readonly string place = Directory.CreateTempSubdirectory("kb-hook-key-").FullName;

    public void Dispose() => Directory.Delete(place, recursive: true);

    private string Data => Path.Combine(place, "data");

    [Fact]
    public void A_secret_is_made_once_and_is_of_one_sender()
    {
        var secret = HookKey.SecretOf(Data, "alertmanager")!;

        Assert.True(secret.Length >= 40);
        Assert.Equal(secret, HookKey.SecretOf(Data, "AlertManager"));
        Assert.NotEqual(secret, HookKey.SecretOf(Data, "grafana"));
        Assert.NotEqual(secret, HookKey.SecretOf(Path.Combine(place, "other"), "alertmanager"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Data, HookKey.FileName)));
        Assert.Single(Directory.GetFiles(Data));
    }

    [Fact]
    public async Task Who_starts_at_the_same_time_has_the_same()
    {
        var secrets = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(() => HookKey.SecretOf(Data, "x"), TestContext.Current.CancellationToken))
        );

        Assert.NotNull(Assert.Single(secrets.Distinct()));
        Assert.Single(Directory.GetFiles(Data));
    }

    [Fact]
    public void Without_a_place_for_the_key_there_is_no_secret()
    {
        File.WriteAllText(Data, "a file");

        Assert.Null(HookKey.SecretOf(Data, "alertmanager"));
    }

    [Theory]
    [InlineData("alertmanager", 0)]
    [InlineData("prod-am", 0)]
    [InlineData("slack", 2)]
    [InlineData("a/b", 2)]
    [InlineData("", 2)]
    public async Task The_operator_asks_for_it(string name, int code)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        Assert.Equal(
            code,
            await CommandLine.RunAsync(
                ["hook", "secret", name, "--data", Data],
                _ => throw new Xunit.Sdk.XunitException("serves"),
                output,
                error
            )
        );

        Assert.Equal(code == 0 ? HookKey.SecretOf(Data, name) : "", output.ToString().Trim());
        Assert.Equal(code == 0, error.ToString().Length == 0);
    }
}
