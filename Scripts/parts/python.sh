# Private Python environments under .tools, remade only when what is asked of them changes.
# shellcheck shell=bash

# need_venv NAME ARGUMENT…: .tools/venv-NAME with `pip install ARGUMENT…` done once.
# A -r file counts by its content, so editing it installs again.
need_venv() {
    local name=$1 folder stamp argument wanted
    shift
    folder="$root/.tools/venv-$name"
    stamp="$folder/installed"
    wanted=$(for argument; do if [[ -f $argument ]]; then cat "$argument"; else printf '%s\n' "$argument"; fi; done | sha256sum)
    [[ -f $stamp && $(<"$stamp") == "$wanted" ]] && return 0
    rm -rf "$folder"
    quietly "Making the Python environment '$name'" python3 -m venv "$folder"
    quietly "Fetching the packages of '$name' from PyPI" "$folder/bin/pip" install --disable-pip-version-check --no-input -q "$@"
    printf '%s\n' "$wanted" >"$stamp"
}
