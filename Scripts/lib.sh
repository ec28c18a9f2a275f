# Shared by the scripts: what is installed, said and found in one place.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT" || exit 1

say() { printf '\n\033[1m== %s\033[0m\n' "$*" >&2; }

# Installs the Debian packages that are missing, as root or through sudo. Says what it does; does nothing the second time.
need_packages() {
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || { echo "Install these packages as root first: ${missing[*]}" >&2; exit 1; }
        as_root=(sudo)
    fi
    say "installing ${missing[*]}"
    "${as_root[@]}" apt-get update -qq >&2
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

# What `swift build` needs besides the toolchain: SQLite, OpenSSL and zlib headers, and the system's time zones.
need_build_packages() {
    command -v swift >/dev/null || { echo "A Swift 6.3 toolchain is needed on the PATH; see swift.org/install." >&2; exit 1; }
    need_packages libsqlite3-dev libssl-dev zlib1g-dev tzdata
}

# The project's own Python, with pinned packages; made once, and again when the pins change.
need_python() {
    need_packages python3 python3-venv
    local pins=Tests/API/requirements.txt
    if ! cmp -s "$pins" .venv/requirements.txt 2>/dev/null; then
        say "making the Python environment"
        rm -rf .venv
        /usr/bin/python3 -m venv .venv
        .venv/bin/pip install --quiet --disable-pip-version-check -r "$pins" >&2
        cp "$pins" .venv/requirements.txt
    fi
}

ARROWS="--explicit-target-dependency-import-check error"
