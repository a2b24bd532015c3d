using Knowledge.Api.Options;
using Knowledge.Api.Store;
using Microsoft.Extensions.Configuration;

namespace Knowledge.Tests.Api.Options;

public sealed class ServerOptionsTests : IDisposable
{
    private readonly string place = Directory.CreateTempSubdirectory("knowledge-options-").FullName;

    public void Dispose() => Directory.Delete(place, recursive: true);

    [Fact]
    public void A_source_is_named_by_its_directory_or_by_hand()
    {
        Assert.Null(Read(out var options, ("content:0", Make("first")), ("content:1", $"second={Make("elsewhere")}"), ("data", place)));
        Assert.Equal(
            [("first", Path.Combine(place, "first")), ("second", Path.Combine(place, "elsewhere"))],
            options!.Serving.Sources.Select(s => (s.Name, s.Directory))
        );
    }

    [Fact]
    public void A_source_may_be_one_of_other_nodes_where_there_is_a_database()
    {
        Assert.Contains(
            "only nodes that share a database",
            Read(out _, ("content", "runbooks=@store"), ("data", place)),
            StringComparison.Ordinal
        );
        Assert.Null(
            Read(out var options, ("KB_CONTENT", $"runbooks=@store:own={Make("own")}"), ("data", place), ("store", "Host=db;Username=kb"))
        );
        Assert.Equal([("runbooks", true), ("own", false)], options!.Serving.Sources.Select(s => (s.Name, s.IsElsewhere)));
        Assert.False(Directory.Exists(options.Serving.Sources[0].Directory));
    }

    [Fact]
    public void How_long_each_kind_is_kept_is_told_by_kind()
    {
        Assert.Null(Read(out var options, ("content", Make("a")), ("data", place)));
        Assert.Equal(
            ["30d", "400d", "400d", "forever", "forever", "forever", "forever"],
            Optional.Select(k => Knowledge.Api.Live.Retention.InWords(options!.Serving.Retention.Of(k)))
        );
        Assert.Null(
            Read(
                out options,
                ("content", Make("b")),
                ("data", place),
                ("keep-inbox", "forever"),
                ("keep-alerts", "24h"),
                ("KB_KEEP_GAPS", "1d"),
                ("keep-drafts", "90d"),
                ("keep-votes", "91d"),
                ("KB_KEEP_FEEDBACK", "92d"),
                ("keep-texts", "2y")
            )
        );
        Assert.Equal(
            ["forever", "1d", "1d", "90d", "91d", "92d", "730d"],
            Optional.Select(k => Knowledge.Api.Live.Retention.InWords(options!.Serving.Retention.Of(k)))
        );
    }

    private static IEnumerable<StoredKind> Optional => StoredKinds.All.Where(k => k.HasOption);

    [Fact]
    public void The_environment_gives_content_and_data()
    {
        Assert.Null(
            Read(out var options, ("KB_CONTENT", Make("a") + Path.PathSeparator + Make("b")), ("KB_DATA", Path.Combine(place, "data")))
        );
        Assert.Equal(["a", "b"], options!.Serving.Sources.Select(s => s.Name));
        Assert.Equal(Path.Combine(place, "data"), options.Serving.DataDirectory);
    }

    [Fact]
    public void Options_win_over_the_environment()
    {
        Assert.Null(Read(out var options, ("content", Make("a")), ("KB_CONTENT", Make("b"))));
        Assert.Equal(["a"], options!.Serving.Sources.Select(s => s.Name));
    }

    [Fact]
    public void Edit_addresses_come_from_options_or_the_environment()
    {
        Assert.Null(
            Read(
                out var options,
                ("content:0", Make("a")),
                ("content:1", Make("b")),
                ("edit-url:0", "b=https://git.example/b"),
                ("data", place)
            )
        );
        Assert.Equal([null, "https://git.example/b"], options!.Serving.Sources.Select(s => s.EditUrl));
        Assert.Null(
            Read(
                out options,
                ("content:0", Make("a")),
                ("content:1", Make("b")),
                ("KB_EDIT_URL", "a=https://git.example/a b=https://git.example/b"),
                ("data", place)
            )
        );
        Assert.Equal(["https://git.example/a", "https://git.example/b"], options!.Serving.Sources.Select(s => s.EditUrl));
        Assert.Contains(
            "is no address",
            Read(out _, ("content", Make("a")), ("edit-url", "javascript:alert(1)"), ("data", place)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Imports_come_from_options_or_the_environment_and_their_directories_may_be_served()
    {
        var wiki = Path.Combine(place, "wiki");
        Assert.Null(Read(out var options, ("content", wiki), ("import", $"1h confluence \"a b.zip\" --out {wiki}"), ("data", place)));
        var import = Assert.Single(options!.Serving.Imports);
        Assert.Equal((TimeSpan.FromHours(1), "confluence", wiki), (import.Every, import.Job.System, import.Job.Out));
        Assert.Equal(["a b.zip"], import.Job.Files);
        Assert.Equal("wiki", Assert.Single(options.Serving.Sources).Name);

        Assert.Null(
            Read(
                out options,
                ("content", Make("a")),
                ("KB_IMPORT", $"15m jira i.json --out {wiki}\n1d stackexchange Posts.xml --out {wiki}2 --tag disk"),
                ("data", place)
            )
        );
        Assert.Equal([TimeSpan.FromMinutes(15), TimeSpan.FromDays(1)], options!.Serving.Imports.Select(i => i.Every));
    }

    [Theory]
    [InlineData("confluence a.zip --out x", "must begin with an interval")]
    [InlineData("0m confluence a.zip --out x", "must begin with an interval")]
    [InlineData("1s confluence a.zip --out x", "must begin with an interval")]
    [InlineData("99999d confluence a.zip --out x", "must begin with an interval")]
    [InlineData("1h", "name what to import")]
    [InlineData("1h wiki a.zip --out x", "wiki")]
    [InlineData("1h confluence a.zip", "--out")]
    [InlineData("1h confluence --out x", "file")]
    [InlineData("1h confluence a.zip --out x --base-url ftp://a", "is no address")]
    [InlineData("1h jira a.json --out x --type Bug=nothing", "Bug=nothing")]
    public void An_import_that_makes_no_sense_is_a_mistake_in_one_line(string import, string why)
    {
        var error = Read(out _, ("content", Make("a")), ("import", import), ("data", place));
        Assert.Contains(why, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error!);
    }

    [Fact]
    public void Senders_secrets_targets_and_times_come_from_options_and_the_environment()
    {
        var file = Path.Combine(place, "secret");
        File.WriteAllText(file, "from a file\n");
        Assert.Null(
            Read(
                out var options,
                ("content", Make("a")),
                ("data", place),
                ("hook:0", "prod-am=alertmanager"),
                ("KB_HOOK_PROD_AM_SECRET", "first secret"),
                ("KB_HOOK_PROD_AM_SECRET_2_FILE", file),
                ("KB_NOTIFY_URL", "https://hooks.example/x"),
                ("KB_NOTIFY_ALLOW", "a.example, b.example"),
                ("sla:0", "critical=30m"),
                ("sla:1", "P3=2d"),
                ("public-url", "https://kb.example/base")
            )
        );
        Assert.Equal(["first secret", "from a file"], options!.Hooks["prod-am"].Secrets);
        Assert.Empty(options.Hooks["grafana"].Secrets);
        Assert.Equal("https://hooks.example/x", Assert.Single(options.Serving.NotifyTargets).Url?.ToString());
        Assert.Equal(["a.example", "b.example"], options.Serving.NotifyAllowedHosts.Order());
        Assert.Equal((TimeSpan.FromMinutes(30), TimeSpan.FromDays(2)), (options.Serving.Sla["Critical"], options.Serving.Sla["p3"]));
        Assert.Equal("https://kb.example/base/", options.PublicUrl!.ToString());
    }

    [Theory]
    [InlineData("hook", "x", "must be NAME=TYPE")]
    [InlineData("hook", "a/b=grafana", "must be NAME=TYPE")]
    [InlineData("hook", "x=nagios", "there is no type 'nagios'")]
    [InlineData("keep-inbox", "30", "takes one day or more")]
    [InlineData("keep-alerts", "23h", "takes one day or more")]
    [InlineData("KB_KEEP_GAPS", "never", "takes one day or more")]
    [InlineData("notify-interval", "-1", "takes 0 to 3600 seconds")]
    [InlineData("notify-interval", "3601", "takes 0 to 3600 seconds")]
    [InlineData("KB_NOTIFY_INTERVAL", "30s", "takes 0 to 3600 seconds")]
    [InlineData("sla", "critical", "must be SEVERITY=TIME")]
    [InlineData("sla", "critical=0m", "must be SEVERITY=TIME")]
    [InlineData("sla", "critical=30s", "must be SEVERITY=TIME")]
    [InlineData("public-url", "kb.example", "is no address")]
    [InlineData("KB_HOOK_GRAFANA_SECRET", "short", "fewer than 8 characters")]
    [InlineData("KB_HOOK_SLACK_SECRET_FILE", "/no/such/file", "cannot be read")]
    [InlineData("KB_NOTIFY_SLACK_URL", "hooks.slack.example/T0/SECRET", "KB_NOTIFY_SLACK_URL is no address")]
    public void What_makes_no_sense_there_is_a_mistake_that_shows_no_secret(string key, string value, string why)
    {
        var error = Read(out _, ("content", Make("a")), ("data", place), (key, value));
        Assert.Contains(why, error, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", error!.Replace("_SECRET", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_is_not_there_is_a_mistake() =>
        Assert.Contains("no content directory", Read(out _, ("content:0", Path.Combine(place, "absent"))), StringComparison.Ordinal);

    [Fact]
    public void Two_sources_of_one_name_are_a_mistake() =>
        Assert.Contains(
            "two content directories are named 'a'",
            Read(out _, ("content:0", Make("a")), ("content:1", Make("x/a"))),
            StringComparison.Ordinal
        );

    [Fact]
    public void Data_that_is_a_file_is_a_mistake()
    {
        var file = Path.Combine(place, "file");
        File.WriteAllText(file, "");
        Assert.Contains("is a file", Read(out _, ("content", Make("a")), ("data", file)), StringComparison.Ordinal);
    }

    private string Make(string name) => Directory.CreateDirectory(Path.Combine(place, name)).FullName;

    private static string? Read(out ServerOptions? options, params (string Key, string Value)[] settings) =>
        ServerOptions.Read(
            new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build(),
            out options
        );
}
