#compdef remind remindctl
# remind completion for zsh. In ~/.zshrc, after compinit: eval "$(remind completion zsh)"
#
# Colons are escaped because _describe divides a word from its meaning at the first one.
_remind_complete() {
  local -a candidates
  local line word meaning
  for line in "${(@f)$("$words[1]" __complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    [[ -n $line ]] || continue
    word=${line%%$'\t'*}
    meaning=${line#$word}
    candidates+=("${word//:/\\:}${meaning:+:${meaning#$'\t'}}")
  done
  if (( ${#candidates} )); then
    _describe -V 'remind' candidates
  else
    _files
  fi
}
# As a file _remind on the fpath, this is run as the first completion itself.
if [[ ${funcstack[1]-} == _remind ]]; then
  _remind_complete "$@"
else
  compdef _remind_complete remind remindctl
fi
