#!/usr/bin/env bash
# Debian packages that a make target needs: installed when root; otherwise the one line to run, and exit 1.
set -euo pipefail

if [[ $(id -u) -eq 0 ]] && command -v apt-get >/dev/null; then
  echo "Installing from Debian: $*" >&2
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  exec apt-get install -y -qq --no-install-recommends "$@" >/dev/null
fi

echo "Missing on this system: $*. Please run, then try again:" >&2
echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends $*" >&2
exit 1
