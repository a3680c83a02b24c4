#compdef recordedrun kubectl-recordedrun
# Completes recordedrun in zsh: source <(recordedrun completion zsh), after compinit
_recordedrun() {
  local -a lines
  lines=("${(@f)$("${words[1]}" __complete -- "${(@)words[2,CURRENT]}" 2> /dev/null)}")
  # Last, what to do where there is nothing: :0 takes files.
  local directive=${lines[-1]}
  lines=("${(@)lines[1,-2]}")
  if (( ${#lines} )); then
    compadd -- "${(@)lines}"
  elif [[ $directive == :0 ]]; then
    _files
  fi
}
compdef _recordedrun recordedrun kubectl-recordedrun
