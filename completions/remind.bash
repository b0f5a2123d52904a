# remind completion for bash. In ~/.bashrc: eval "$(remind completion bash)"
#
# bash breaks words at "=" and ":", which --json=id and held:mode contain. So the words are joined again, and
# what stands before the last break is cut from each candidate: bash inserts only what comes after it.
# The program is called by the name that was typed, since Debian has another `remind`.
_remind_complete() {
  local -a words=()
  local word quote='' joined='' i last before candidate
  for (( i = 1; i <= COMP_CWORD; i++ )); do
    word=${COMP_WORDS[i]}
    if [[ $word == [=:]* && ${#words[@]} -gt 0 ]]; then
      words[${#words[@]}-1]+=$word
      joined=yes
    elif [[ $joined ]]; then
      words[${#words[@]}-1]+=$word
      joined=''
    else
      words+=("$word")
    fi
  done
  last=${words[${#words[@]}-1]}
  [[ $last == [\"\']* ]] && quote=${last:0:1}
  words=("${words[@]//[\\\"\']/}")
  last=${words[${#words[@]}-1]}
  before=${last%"${last##*[=:]}"}
  COMPREPLY=()
  while IFS= read -r candidate; do
    candidate=${candidate%%$'\t'*}
    candidate=${candidate#"$before"}
    [[ ! $quote && $candidate =~ [^[:alnum:]_./=:,+@%-] ]] && printf -v candidate '%q' "$candidate"
    COMPREPLY+=("$candidate")
  done < <("${COMP_WORDS[0]}" __complete -- "${words[@]}" 2>/dev/null)
}
complete -o default -F _remind_complete remind remindctl
