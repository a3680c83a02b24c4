# Completes recordedrun in bash: source <(recordedrun completion bash)
_recordedrun() {
  local line last=${COMP_WORDS[COMP_CWORD]}
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      # Last, what to do where there is nothing: :0 takes files.
      :0) [ ${#COMPREPLY[@]} != 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "$last") ;;
      :*) ;;
      *) COMPREPLY+=("$line") ;;
    esac
  done < <("${COMP_WORDS[0]}" __complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2> /dev/null)
}
complete -o filenames -F _recordedrun recordedrun kubectl-recordedrun
