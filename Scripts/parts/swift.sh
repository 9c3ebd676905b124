# The Swift toolchain and the one way this project is built.
# shellcheck shell=bash

need_swift() {
    local folder
    if ! command -v swift >/dev/null; then
        for folder in /opt/swift/usr/bin /usr/local/swift/usr/bin "$HOME/.local/share/swiftly/bin"; do
            [[ -x $folder/swift ]] && PATH="$folder:$PATH" && break
        done
    fi
    command -v swift >/dev/null ||
        stop_because "Swift 6.3 is not here: unpack a toolchain of swift.org for Debian 12 into /opt/swift, or put it on PATH."
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    [[ $(printf '%s\n6.1\n' "${version:-0}" | sort -V | head -n 1) == 6.1 ]] ||
        stop_because "This Swift is ${version:-unknown}; the package needs 6.1 or later and is developed with 6.3."
}

# The product, optimised. SwiftPM decides what is out of date and shows its own progress.
build_product() {
    say "Building yigong (optimised; the first time takes minutes)"
    swift build -c release --product yigong --package-path "$root"
}

# The product and every test at once: built one after the other, SwiftPM compiles what both share twice.
build_everything() {
    say "Building yigong and its tests (optimised; the first time takes minutes)"
    swift build -c release --build-tests --package-path "$root"
}

product="$root/.build/release/yigong"
