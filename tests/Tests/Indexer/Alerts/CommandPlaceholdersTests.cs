using System.Diagnostics;
using CsCheck;
using Knowledge.Content.Alerts;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Tests.Indexer.Alerts;

[Trait("Reliability", "A-11")]
public sealed class CommandPlaceholdersTests
{
    private static FiredAlert With(params (string Key, string Value)[] labels) =>
        new()
        {
            Key = "k",
            Name = "A",
            State = AlertState.Firing,
            Labels = [.. labels.Select(l => KeyValuePair.Create(l.Key, l.Value))],
        };

    [Theory]
    [InlineData("ssh <host> df -h", "ssh batch-01.example df -h")]
    [InlineData("ssh <hostname> df -h", "ssh batch-01.example df -h")]
    [InlineData("curl <instance>/metrics", "curl batch-01.example:9100/metrics")]
    [InlineData("kubectl -n {{ $labels.namespace }} logs {{ pod }}", "kubectl -n shop logs cart-7f9")]
    [InlineData("kubectl -n <NAMESPACE> get pods", "kubectl -n shop get pods")]
    [InlineData("echo \"<host>\" '<pod>'", "echo \"batch-01.example\" 'cart-7f9'")]
    [InlineData("cat < file > other; echo <unknown>", "cat < file > other; echo <unknown>")]
    public void Placeholders_are_filled_from_labels(string command, string filled) =>
        Assert.Equal(
            filled,
            CommandPlaceholders.FillCommand(
                command,
                With(("instance", "batch-01.example:9100"), ("namespace", "shop"), ("pod", "cart-7f9"))
            )
        );

    [Theory]
    [InlineData("rm -rf /data/<x>/cache", "..")]
    [InlineData("rm -rf /data/<x>/cache", ".")]
    [InlineData("rm -rf /data/<x>/cache", "a/../..")]
    [InlineData("rm -rf /data/<x>/cache", "a/b")]
    [InlineData("rm -rf /data/<x>", "a.")]
    [InlineData("rm -rf /data/<x>", ".hidden")]
    [InlineData("rm -rf <x>", "/")]
    [InlineData("rm -rf <x>", "a/../../b")]
    [InlineData("rm -rf <x>", "..")]
    [InlineData("rm -rf <x>", ".")]
    [InlineData("rm -rf <x>", "a/./b")]
    [InlineData("rm -rf <x>/cache", "a/b")]
    [InlineData("rm -rf /data/<x>/cache", "a..b")]
    [InlineData("ls --path=<x>/b", "/etc")]
    [InlineData("curl https://<host>/health", "evil.example/x")]
    [InlineData("curl https://<host>/health", "evil.example:443")]
    [InlineData("curl https://<host>/health", "a@evil.example")]
    [InlineData("curl <host>", "evil.example/x")]
    [InlineData("ssh <host>", "user@evil.example")]
    [InlineData("curl <instance>/metrics", "h:9100/x")]
    [InlineData("curl <instance>/metrics", "h:123456")]
    [InlineData("curl <instance>/metrics", "h:")]
    [InlineData("curl <instance>/metrics", "h:80x")]
    [InlineData("curl <instance>", "evil.example/x")]
    [InlineData("curl https://<x>@shop.example/", "evil.example/")]
    [InlineData("curl https://shop.example:<x>/", "80@evil.example")]
    [InlineData("curl -d <x> shop.example", "@/etc/shadow")]
    [InlineData("kubectl --<x> get pods", "token")]
    [InlineData("mount -o uid=<x> /dev/sda /mnt", "1,suid")]
    [InlineData("<x> --help", "reboot")]
    [InlineData("<x> --help", "re boot")]
    [InlineData("sudo <x>", "reboot")]
    [InlineData("true && <x>", "reboot")]
    [InlineData("A=1 <x>", "reboot")]
    [InlineData("$ <x> me", "LD_PRELOAD=/tmp/x.so")]
    [InlineData("ls <x>", "a\u202Eb")]
    [InlineData("ls <x>", "a\u200Bb")]
    public void A_value_that_would_change_host_path_or_program_goes_in_nowhere(string command, string value) =>
        Assert.Equal(command, CommandPlaceholders.FillCommand(command, With(("x", value), ("host", value), ("instance", value))));

    [Theory]
    [InlineData("rm -rf /data/<x>/cache", "shop-2.0", "rm -rf /data/shop-2.0/cache")]
    [InlineData("df -h <x>", "/var/lib", "df -h /var/lib")]
    [InlineData("df -h \"<x>\"", "/var/lib", "df -h \"/var/lib\"")]
    [InlineData("ls --path=<x>", "/var/lib", "ls --path=/var/lib")]
    [InlineData("curl -s https://<x>.example:8080/", "shop", "curl -s https://shop.example:8080/")]
    [InlineData("ssh root@<x>", "h1", "ssh root@h1")]
    [InlineData("$ df <x> | tail", "/data", "$ df /data | tail")]
    [InlineData("A=1 ls <x>; true", "b", "A=1 ls b; true")]
    public void A_name_goes_in_anywhere_and_a_path_where_it_is_a_word(string command, string value, string filled) =>
        Assert.Equal(filled, CommandPlaceholders.FillCommand(command, With(("x", value))));

    // The words of the command, its host, and how deep its path is: the same for whoever chose the value.
    [Fact]
    public void No_value_changes_words_host_or_depth()
    {
        const string Hostile = "abZ09._-/:@%+=,~*?;|&<>()[]{}$`'\"\\ #!\n\u202E";
        string[] ends = ["", "", "..", "/", ":", "@", "-", "./", "../"];
        var filledCount = 0;
        Gen.Select(
                Gen.OneOf(Gen.Const(""), Gen.String[Gen.Char[Hostile], 1, 8]),
                Gen.String[Gen.Char["ab.-/"], 0, 6],
                Gen.OneOf(ends),
                Gen.OneOf(ends)
            )
            .Sample(
                (a, b, first, last) =>
                {
                    var value = first + a + b + last;
                    var filled = CommandPlaceholders.FillCommand(
                        "curl -o /data/<x>/cache https://<host>/v1/<x>",
                        With(("x", value), ("host", value))
                    );
                    var words = filled.Split(' ');
                    Assert.Equal(4, words.Length);
                    Assert.Equal(4, words[2].Split('/').Length);
                    Assert.Equal(5, words[3].Split('/').Length);
                    Assert.DoesNotContain(words[2].Split('/'), s => s is "." or "..");
                    var host = words[3].Split('/')[2];
                    Assert.True(
                        host == "<host>" || (host == value && host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
                    );
                    if (host != "<host>")
                        Interlocked.Increment(ref filledCount);
                },
                iter: 10_000
            );
        Assert.InRange(filledCount, 20, 9_900);
    }

    [Fact]
    public void Only_code_is_filled_and_what_goes_in_is_text()
    {
        const string Html =
            "<p>On &lt;host&gt; run</p><pre><code class=\"language-sh\">ls &lt;dir&gt;\n"
            + "ping &lt;host&gt;</code></pre><p><code>ping {{ instance }}</code></p>";
        Assert.Equal(
            "<p>On &lt;host&gt; run</p><pre><code class=\"language-sh\">ls &#39;&lt;b&gt;&amp;&#39;\n"
                + "ping h1</code></pre><p><code>ping h1:80</code></p>",
            CommandPlaceholders.Fill(Html, With(("instance", "h1:80"), ("dir", "<b>&")))
        );
    }

    [Theory]
    [InlineData("a;b")]
    [InlineData("$(reboot)")]
    [InlineData("a b")]
    [InlineData("it's")]
    [InlineData("-rf")]
    public void Where_a_shell_would_read_it_a_second_time_the_placeholder_stays(string value)
    {
        foreach (
            var command in new[]
            {
                "ssh h ls <x>",
                "bash -c 'ls <x>'",
                "echo \"<x>\"",
                "echo '<x>'",
                "echo pre<x>",
                "echo <x>post",
                "ls # <x>",
                "cat <<E\n<x>\nE",
                "echo `ls <x>`",
                "echo \\<x>",
                "find . | xargs ls <x>",
            }
        )
            Assert.Equal(command, CommandPlaceholders.FillCommand(command, With(("x", value))));
    }

    [Theory]
    [InlineData("-rf")]
    [InlineData("-r f")]
    [InlineData("a\nb")]
    [InlineData("a\u0007b")]
    public void An_option_and_a_control_character_go_in_nowhere(string value) =>
        Assert.Equal("ls <x>", CommandPlaceholders.FillCommand("ls <x>", With(("x", value))));

    // In single quotes a backslash is a character like others, and a comment ends with its line.
    [Theory]
    [InlineData(@"echo 'a\' <x>", @"echo 'a\' 'a b'")]
    [InlineData(@"echo ""\"" <x>", @"echo ""\"" <x>")]
    [InlineData("# see\nls <x>", "# see\nls 'a b'")]
    public void A_value_that_must_be_quoted_goes_in_where_quotes_mean_something(string command, string filled) =>
        Assert.Equal(filled, CommandPlaceholders.FillCommand(command, With(("x", "a b"))));

    // Whoever can make an alert fire chooses its labels: none may change what a shell does.
    [Fact]
    public async Task No_label_changes_a_command()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Takes a POSIX shell.");
        const string Meta = "'\"`$\\;&|<>(){}[]*?!~#=% \tabc-_./:@^,+\u00e4\u4e2d";
        // csharpier-ignore
        string[] whole =
        [
            "$(touch owned)", "`touch owned`", "; touch owned", "' ; touch owned ; '", "\" ; touch owned ; \"", "\\'; touch owned",
            "a\ntouch owned", "&& touch owned", "| touch owned", "> owned", "$IFS", "!!", "~", "*", "-n", "--help", "a'b'c\"d",
            "''", "\\", "$'x'", "{a,b}",
        ];
        string[] commands = ["printf '%s\\n' <x>", "printf '%s\\n' <x> && true", "true; printf '%s\\n' <x>", "printf \"%s\\n\" <x>\ntrue"];
        var place = Directory.CreateTempSubdirectory("kb-shell-").FullName;
        var filledCount = 0;
        async Task AssertPrinted(string value, string command)
        {
            var filled = CommandPlaceholders.FillCommand(command, With(("x", value)));
            if (filled == command)
                return;
            Interlocked.Increment(ref filledCount);
            using var shell = Process.Start(
                new ProcessStartInfo("sh", ["-c", filled])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    WorkingDirectory = place,
                }
            )!;
            var output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(output == value + "\n" && shell.ExitCode == 0, $"{filled}: {output}");
        }
        try
        {
            foreach (var value in whole)
            foreach (var command in commands)
                await AssertPrinted(value, command);
            await Gen.Select(Gen.String[Gen.Char[Meta], 1, 19], Gen.OneOf(commands)).SampleAsync(AssertPrinted, iter: 920, threads: 2);
            Assert.Empty(Directory.GetFileSystemEntries(place));
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
        Assert.True(filledCount > 700, $"{filledCount}");
    }
}
