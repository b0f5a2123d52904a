# remind completion for fish. remind completion fish > ~/.config/fish/completions/remind.fish
function __remind_complete
    set -l typed (commandline -opc)
    set -l current (commandline -ct)
    set -l found ($typed[1] __complete -- $typed[2..-1] "$current" 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path "$current"
    end
end
complete -c remind -f -a '(__remind_complete)'
complete -c remindctl -f -a '(__remind_complete)'
