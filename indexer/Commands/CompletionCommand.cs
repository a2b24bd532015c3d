using System.CommandLine;

namespace Knowledge.Indexer.Commands;

/// <summary>
/// <c>kb completion SHELL</c>: a script that completes what is typed. It asks the program itself, so it knows every command, option and
/// value of the version that is installed.
/// </summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, string> Scripts = new()
    {
        // Words that end in a space are whole; where the program knows nothing, names of files are offered.
        ["bash"] = """
            # kb completion bash > ~/.local/share/bash-completion/completions/kb
            _kb() {
              local words IFS=$'\n'
              words=$("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
              COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o bashdefault -o default -F _kb kb
            """,
        ["zsh"] = """
            #compdef kb
            # kb completion zsh > a folder of $fpath, as _kb
            _kb() {
              local -a words
              words=("${(@f)$(kb "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
              words=(${words:#})
              (( ${#words} )) && compadd -a words || _files
            }
            if [ "$funcstack[1]" = "_kb" ]; then _kb "$@"; else compdef _kb kb; fi
            """,
        ["fish"] = """
            # kb completion fish > ~/.config/fish/completions/kb.fish
            function __kb_words
                set -l line (commandline -cp | string collect)
                set -l words (kb "[suggest:"(string length -- $line)"]" $line 2>/dev/null | string match -v '')
                if test (count $words) -gt 0
                    printf '%s\n' $words
                else
                    __fish_complete_path (commandline -ct)
                end
            end
            complete -c kb -e
            complete -c kb -f -a '(__kb_words)'
            """,
        ["pwsh"] = """
            # kb completion pwsh >> $PROFILE
            Register-ArgumentCompleter -Native -CommandName kb -ScriptBlock {
                param($word, $line, $position)
                kb "[suggest:$position]" "$line" 2>$null | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }
            """,
    };

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh" };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "Print a script that completes what is typed in a shell") { shell };
        command.SetAction(parsed =>
        {
            Console.Out.WriteLine(Scripts[parsed.GetValue(shell)!].ReplaceLineEndings("\n"));
            return ExitCode.Success;
        });
        return command;
    }
}
