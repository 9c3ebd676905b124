# The four suites of Scripts/test. Each is a function that fails when one of its tests fails.
# shellcheck shell=bash

# The tests of the database and of records run on both engines.
suite_unit() {
    local outcome
    start_postgresql
    swift test -c release --disable-testable-imports --skip-build --package-path "$root" "$@"
    outcome=$?
    stop_postgresql
    return "$outcome"
}

# Every folder of Tests/Fuzz has a `run` that builds its target with the sanitizers and feeds it for a number of seconds each,
# known failures first.
suite_fuzz() {
    local target failed=0
    for target in "$root"/Tests/Fuzz/*/run; do
        [[ -x $target ]] || continue
        say "Fuzzing $(basename "$(dirname "$target")") for ${YIGONG_FUZZ_SECONDS:-5} s"
        "$target" "${YIGONG_FUZZ_SECONDS:-5}" "$@" || failed=1
    done
    return "$failed"
}

suite_interop() { python_suite Interop "$@"; }
suite_browser() { python_suite Browser "$@"; }

python_suite() {
    local suite=$1
    shift
    YIGONG_BINARY="$product" "$root/.tools/venv-test/bin/python" -m pytest "$root/Tests/$suite" -p no:cacheprovider \
        --durations=5 "$@"
}
