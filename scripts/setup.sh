#!/usr/bin/env bash
# Make .venv hold exactly what the lock files say, system packages included.
#
#   scripts/setup.sh runtime    what runs the desk
#   scripts/setup.sh dev        that, and what the tests need (chromium and PostgreSQL besides)
#
# A second call with unchanged lock files only compares the stamp. Missing system packages are installed as root, or
# by sudo where it asks for no password; else one sentence names them with the command, and nothing is half done.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

extent=${1:?runtime or dev}
venv=${VENV:-$PWD/.venv}
case $venv in /*) ;; *) venv=$PWD/$venv ;; esac
case $extent in
  runtime) lock=requirements.lock ;;
  dev) lock=requirements-dev.lock ;;
  *) echo "setup: '$extent' is neither runtime nor dev." >&2; exit 2 ;;
esac

say() { echo "setup: $*" >&2; }

stamp_of() {  # $1 extent: what has to be equal for .venv to be up to date
  { echo "$1 $venv"; sha256sum requirements-build.lock "$2" pyproject.toml scripts/setup.sh; } | sha256sum | cut -c1-64
}

up_to_date() {
  local kept=$venv/headwater-stamp
  [ -x "$venv/bin/headwater" ] && [ -f "$kept" ] || return 1
  grep -qx "$(stamp_of dev requirements-dev.lock)" "$kept" && return 0
  [ "$extent" = runtime ] && grep -qx "$(stamp_of runtime requirements.lock)" "$kept"
}

usable_python() {  # the first Python >= 3.11 that can make an environment; pyenv's shims that lead nowhere fail the try
  local candidate
  for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14 python /usr/bin/python3; do
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return 0
    fi
  done
  return 1
}

missing_packages() {  # Debian's names of what is not there
  local python
  if python=$(usable_python); then
    "$python" -c 'import sys, sysconfig, pathlib
sys.exit(not (pathlib.Path(sysconfig.get_paths()["include"]) / "Python.h").exists())' || echo python3-dev
  else
    echo python3 python3-venv python3-dev
  fi
  command -v g++ >/dev/null || echo g++
  command -v pkg-config >/dev/null || echo pkg-config
  if ! command -v pkg-config >/dev/null || ! pkg-config --exists icu-i18n; then echo libicu-dev; fi
  if [ "$extent" = dev ] && ! command -v chromium >/dev/null; then echo chromium; fi
}

missing_server() {
  [ "$extent" = dev ] && ! compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null && ! command -v initdb >/dev/null
}

install_packages() {  # $@ packages; fails where nobody may install
  local as_root=()
  command -v apt-get >/dev/null || return 1
  if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null || return 1
    as_root=(sudo -n)
  fi
  say "installing the system packages $*"
  "${as_root[@]}" apt-get update -qq </dev/null >&2 || return 1
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "$@" </dev/null >&2
}

system() {
  local missing
  missing=$(missing_packages | xargs)
  # shellcheck disable=SC2086  # the names are words
  if [ -n "$missing" ] && ! install_packages $missing; then
    say "these system packages are missing: install them with 'sudo apt-get install $missing' and start again."
    exit 1
  fi
  if missing_server && ! install_packages postgresql; then
    say "PostgreSQL is not installed and its tests will be skipped: 'sudo apt-get install postgresql' brings it."
    if [ "${CI:-}" = true ]; then exit 1; fi
  fi
}

environment() {
  local python
  # An environment knows its own folder: one that was copied here from elsewhere is made again.
  if ! grep -qsF "$venv" "$venv/pyvenv.cfg" || ! "$venv/bin/python" -c 'import pip' 2>/dev/null; then
    python=$(usable_python)
    say "making ${venv##*/} with $("$python" --version)"
    "$python" -m venv --clear "$venv"
  fi
  rm -f "$venv/headwater-stamp"
  say "installing what $lock says (PyICU is compiled, which takes a minute)"
  local pip=("$venv/bin/python" -m pip --disable-pip-version-check install --quiet --quiet --no-input)
  "${pip[@]}" --require-hashes -r requirements-build.lock
  # --no-build-isolation: what builds is locked too, and nothing else is downloaded behind pip's back.
  "${pip[@]}" --require-hashes --no-build-isolation -r "$lock"
  "${pip[@]}" --no-deps --no-build-isolation --editable .
  stamp_of "$extent" "$lock" > "$venv/headwater-stamp"
}

if ! up_to_date; then
  system
  environment
elif missing_server; then
  say "PostgreSQL is not installed and its tests will be skipped: 'sudo apt-get install postgresql' brings it."
  if [ "${CI:-}" = true ]; then exit 1; fi
fi
