# fish completion of sa, scriptactivity, sa-unitgen and check_sa_units. The programs themselves know
# what may stand where ("--complete WORD..."), so nothing of it stands here.
function __scriptactivity_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l program $before[1]
    # Another package has an "sa", too.
    test (basename -- $program) = sa; and set program scriptactivity
    for line in ($program --complete $before[2..-1] "$current" 2>/dev/null)
        switch $line
            case \tfiles
                __fish_complete_path "$current"
            case \tdirectories
                __fish_complete_directories "$current"
            case '*'
                echo -- $line
        end
    end
end
for program in sa scriptactivity sa-unitgen check_sa_units
    complete --command $program --no-files --arguments '(__scriptactivity_complete)'
end
