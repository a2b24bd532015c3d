namespace Knowledge.Tests.Indexer.Commands;

public sealed class CompletionCommandTests
{
    // What bash does when somebody presses the tab key behind a line.
    private static async Task<string[]> Completed(string line)
    {
        var (exit, output, error) = await Kb.Shell(
            $$"""
            source <(kb completion bash)
            COMP_LINE='{{line}}'; COMP_POINT=${#COMP_LINE}
            read -ra COMP_WORDS <<< "$COMP_LINE"
            [ "${COMP_LINE: -1}" = ' ' ] && COMP_WORDS+=('')
            COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
            _kb
            printf '%s\n' "${COMPREPLY[@]}"
            """
        );
        Assert.Equal((0, ""), (exit, error));
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [Theory]
    [InlineData("kb se", "search")]
    [InlineData("kb import sl", "slack")]
    [InlineData("kb search --lim", "--limit")]
    [InlineData("kb search disk --scope ", "all", "archive")]
    [InlineData("kb search disk -o js", "json")]
    [InlineData("kb completion p", "pwsh")]
    [InlineData("kb search --nothing-like")]
    public async Task Bash_completes_commands_options_and_values(string line, params string[] expected) =>
        Assert.Equal(expected.Order(), (await Completed(line)).Order());

    [Theory]
    [InlineData("bash", "complete -o bashdefault -o default -F _kb kb")]
    [InlineData("zsh", "#compdef kb")]
    [InlineData("fish", "complete -c kb")]
    // A line without a word is no choice: paths are offered.
    [InlineData("fish", "| string match -v ''")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Every_shell_has_its_script(string shell, string part)
    {
        var (exit, script, error) = await Kb.Run("completion", shell);
        Assert.Equal((0, ""), (exit, error));
        Assert.Contains(part, script, StringComparison.Ordinal);
        Assert.Contains("[suggest:", script, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_shell_is_refused_in_one_line()
    {
        var (exit, _, error) = await Kb.Run("completion", "ksh");
        Assert.Equal((2, 1), (exit, error.Count(c => c == '\n')));
    }
}
