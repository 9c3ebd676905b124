# Telling what is being done, for how long, and where the details are.
# shellcheck shell=bash

logs="$root/.tools/logs"
mkdir -p "$logs"

if [[ -t 1 ]]; then
    bold=$'\e[1m' faint=$'\e[2m' red=$'\e[31m' plain=$'\e[0m' rewrite=$'\r\e[K'
else
    bold='' faint='' red='' plain='' rewrite=''
fi

say() { printf '%s==>%s %s\n' "$bold" "$plain" "$*"; }

# Says what is missing and what to do about it, and ends the script.
stop_because() {
    printf '%s%s%s\n' "$red" "$*" "$plain" >&2
    exit 1
}

# quietly LABEL COMMAND…: runs a long command with its output in a log, counting the seconds on a terminal;
# the end of the log is shown when the command fails.
quietly() {
    local label=$1 log started=$SECONDS pid status=0
    shift
    log="$logs/$(tr -cs 'A-Za-z0-9\n' - <<<"$label").log"
    [[ -n $rewrite ]] || say "$label …"
    "$@" >"$log" 2>&1 </dev/null &
    pid=$!
    while [[ -n $rewrite ]] && kill -0 "$pid" 2>/dev/null; do
        printf '%s%s==>%s %s … %s%d s%s' "$rewrite" "$bold" "$plain" "$label" "$faint" $((SECONDS - started)) "$plain"
        sleep 0.5
    done
    wait "$pid" || status=$?
    if ((status == 0)); then
        printf '%s' "$rewrite"
        say "$label: done in $((SECONDS - started)) s"
    else
        printf '%s' "$rewrite"
        tail -n 30 "$log" >&2
        printf '%s%s failed (%s)%s; all of its output is in %s\n' "$red" "$label" "$status" "$plain" "$log" >&2
    fi
    return "$status"
}
