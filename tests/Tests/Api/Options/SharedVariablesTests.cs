using System.CommandLine;
using System.Text.RegularExpressions;
using Knowledge.Api.Options;
using Knowledge.Indexer.Commands;
using Knowledge.Indexer.Configuration;
using Microsoft.Extensions.Configuration;

namespace Knowledge.Tests.Api.Options;

/// <summary>
/// Somebody sets a variable once, for <c>kb</c> and the server on one machine: where both read it, it is the same option, and the same
/// text means the same to both.
/// </summary>
public sealed partial class SharedVariablesTests
{
    // What may stand between several values.
    private static readonly string[] Texts = ["one", "one:two", "one,two", "one two", "one=two", "one, two"];

    [GeneratedRegex("KB_[A-Z][A-Z_]*[A-Z]")]
    private static partial Regex Name();

    private static IReadOnlyList<(Command Command, Option Option, string Variable)> OfKb { get; } =
    [.. Below(KbCommands.Create(new())).SelectMany(c => KeptOptions.OptionsOf(c).Select(o => (c, o, KeptOptions.VariableOf(c, o))))];

    private static IReadOnlyDictionary<string, Setting> OfServer { get; } =
        Settings.All.Where(s => s.Environment is not null).ToDictionary(s => s.Environment!, StringComparer.Ordinal);

    private static IEnumerable<Command> Below(Command command) => command.Subcommands.SelectMany(Below).Prepend(command);

    [Fact]
    public void A_variable_that_both_read_is_the_same_option_and_its_text_means_the_same()
    {
        var shared = OfKb.Where(o => OfServer.ContainsKey(o.Variable)).ToList();
        Assert.True(shared.Select(o => o.Variable).Distinct().Count() >= 8, string.Join(' ', shared.Select(o => o.Variable).Distinct()));
        Assert.All(
            shared,
            of =>
            {
                var setting = OfServer[of.Variable];
                Assert.Equal(setting.Name, KeptOptions.NameOf(of.Option));
                Assert.Equal(setting.IsRepeatable, KeptOptions.IsRepeatable(of.Option));
                Assert.True(
                    // Where kb lists what there is.
                    setting.Value == of.Option.HelpName
                        || of.Option.HelpName!.Contains('|'),
                    $"{of.Variable} is {of.Option.HelpName} to kb {of.Command.Name} and {setting.Value} to the server"
                );
                foreach (var text in Texts)
                    Assert.True(ReadByServer(setting, text).SequenceEqual(ReadByKb(of.Command, of.Option, text)), $"{of.Variable}={text}");
            }
        );
    }

    private static IReadOnlyList<string> ReadByServer(Setting setting, string text)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(setting.Environment!, text)]).Build();
        return setting.IsRepeatable ? setting.AllOf(configuration) : [setting.Of(configuration)!];
    }

    private static IReadOnlyList<string> ReadByKb(Command command, Option option, string text) =>
        new KeptOptions(new ConfigFile("", false, []), name => name == KeptOptions.VariableOf(command, option) ? text : null)
            .ValueOf(command, option)!
            .Values;

    [Fact]
    public void A_secret_of_the_server_is_no_option_of_kb()
    {
        // What the server reads beside its options: by their names in its sources.
        var others = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "api"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(f => Name().Matches(File.ReadAllText(f)).Select(m => m.Value))
            .Concat(OfServer.Keys.Select(n => n + "_FILE"))
            .Except(OfServer.Keys)
            .ToHashSet(StringComparer.Ordinal);
        Assert.Contains("KB_OIDC_SECRET", others);
        Assert.Empty(OfKb.Where(o => others.Contains(o.Variable)).Select(o => $"{o.Variable} of kb {o.Command.Name}").Distinct());
    }

    [Fact]
    public void A_variable_means_one_thing_to_all_commands_of_kb()
    {
        foreach (var variable in OfKb.GroupBy(o => o.Variable))
        {
            var kinds = variable.Select(o => (o.Option.Name, o.Option.ValueType, KeptOptions.IsRepeatable(o.Option))).Distinct().ToList();
            Assert.True(kinds.Count == 1, $"{variable.Key}: {string.Join("; ", kinds)}");
        }
    }
}
