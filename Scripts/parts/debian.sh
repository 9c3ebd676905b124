# Debian packages: only what is missing is asked of apt.
# shellcheck shell=bash

# listed_packages LIST…: the names in Scripts/packages/LIST.txt, without comments.
listed_packages() {
    local list
    for list; do sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$root/Scripts/packages/$list.txt"; done | sort -u
}

# missing_packages LIST…: those of them that dpkg does not know as installed.
missing_packages() {
    local name
    while read -r name; do
        [[ $(dpkg-query -W -f '${db:Status-Abbrev}' "$name" 2>/dev/null) == ii* ]] || printf '%s\n' "$name"
    done < <(listed_packages "$@")
}

# need_packages LIST…: installs what is missing, as root or through sudo; without either, says what to install.
need_packages() {
    local missing administrator=()
    command -v dpkg-query >/dev/null || stop_because "This script installs Debian packages, and dpkg is not here. Needed: $(listed_packages "$@" | xargs)"
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]})) || return 0
    if ((EUID != 0)); then
        command -v sudo >/dev/null || stop_because "Missing Debian packages, and neither root nor sudo to install them. As root: apt-get install ${missing[*]}"
        administrator=(sudo)
        sudo -n true 2>/dev/null || sudo -v || stop_because "As root: apt-get install ${missing[*]}"
    fi
    quietly "Reading Debian's package lists" "${administrator[@]}" apt-get update -q
    quietly "Installing ${#missing[@]} Debian packages" "${administrator[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends "${missing[@]}"
}
