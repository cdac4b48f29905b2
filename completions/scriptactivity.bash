# bash completion of sa, scriptactivity, sa-unitgen and check_sa_units. The programs themselves know
# what may stand where ("--complete WORD..."), so nothing of it stands here.
_scriptactivity() {
    local cur prev words cword
    _get_comp_words_by_ref -n =: cur prev words cword || return
    local program=$1
    # Another package has an "sa", too.
    [[ ${program##*/} == sa ]] && program=scriptactivity
    # What readline does not replace: up to the last '=' or ':' that it breaks words at.
    local kept=${cur%"${cur##*[=:]}"} line word
    COMPREPLY=()
    while IFS= read -r line; do
        word=${line%%$'\t'*}
        if [[ -z $word ]]; then
            compopt -o filenames
            local action=-f
            [[ $line == $'\tdirectories' ]] && action=-d
            mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen "$action" -- "${cur#"$kept"}")
        else
            COMPREPLY+=("${word#"$kept"}")
        fi
    done < <("$program" --complete "${words[@]:1:cword}" 2>/dev/null)
    [[ ${COMPREPLY[*]} == *= ]] && compopt -o nospace
    return 0
} && complete -F _scriptactivity sa scriptactivity sa-unitgen check_sa_units
