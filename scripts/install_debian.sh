#!/usr/bin/env bash
# Debian packages that a make target needs: installed when root; otherwise the one line to run, and exit 1.
#
#   scripts/install_debian.sh PACKAGE ...
#   scripts/install_debian.sh --optional "what is done without" PACKAGE ...    says so, and exits 0 whatever comes of it
set -euo pipefail

without=""
if [[ ${1:-} == --optional ]]; then
  without=$2
  shift 2
fi

install_packages() {
  echo "Installing from Debian: $*" >&2
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

if [[ $(id -u) -eq 0 ]] && command -v apt-get >/dev/null; then
  if [[ -z $without ]]; then
    install_packages "$@"
    exit 0
  fi
  install_packages "$@" && exit 0
fi

if [[ -n $without ]]; then
  echo "Not on this system: $*; $without. To have it:" >&2
else
  echo "Missing on this system: $*. Please run, then try again:" >&2
fi
echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends $*" >&2
[[ -n $without ]]
