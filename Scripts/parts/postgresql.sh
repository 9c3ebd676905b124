# A PostgreSQL server of our own for the tests: a private folder, a free port of the loopback interface, no password, gone afterwards.
# shellcheck shell=bash

# start_postgresql: exports YIGONG_TEST_POSTGRESQL, the URL of an empty database. The server refuses to run as root, so as root it
# runs as the user that Debian's package made.
start_postgresql() {
    local programs port folder
    programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
    [[ -n $programs ]] || stop_because "PostgreSQL's server programs are not in /usr/lib/postgresql"
    folder=$(mktemp -d /tmp/yigong-postgresql.XXXXXX)
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    postgresql_as=()
    if ((EUID == 0)); then
        chown postgres: "$folder"
        postgresql_as=(runuser -u postgres --)
    fi
    postgresql_folder=$folder postgresql_programs=$programs
    (
        cd "$folder" || exit 1
        "${postgresql_as[@]}" "$programs/initdb" -D "$folder/data" -U yigong -A trust -E UTF8 --locale=C.UTF-8 >"$folder/log" 2>&1 &&
            "${postgresql_as[@]}" "$programs/pg_ctl" -D "$folder/data" -w -l "$folder/server.log" \
                -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200" start >>"$folder/log" 2>&1
    ) || stop_because "PostgreSQL did not start: $folder/log and $folder/server.log say why"
    export YIGONG_TEST_POSTGRESQL="postgresql://yigong@127.0.0.1:$port/postgres"
}

stop_postgresql() {
    [[ -n ${postgresql_folder:-} ]] || return 0
    (cd / && "${postgresql_as[@]}" "$postgresql_programs/pg_ctl" -D "$postgresql_folder/data" -m immediate stop >/dev/null 2>&1)
    rm -rf "$postgresql_folder"
    postgresql_folder=
}
