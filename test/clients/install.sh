#!/usr/bin/env bash
# Installs from Debian what the client tests need: `npm run test:clients` and .ci/run. What cannot be
# had here is said here and left out by the tests, unless LAZULITE_REQUIRE names it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo --non-interactive "$@"; fi; }

if ! command -v apt-get >/dev/null; then
  echo 'left out: this machine has no apt-get to install clients with' >&2
  exit 0
fi

missing=()
while read -r package; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done < <(grep -vE '^(#|$)' packages.txt)
if [ "${#missing[@]}" -gt 0 ]; then
  if ! { as_root apt-get update -qq &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; }; then
    echo "left out: apt-get could not install ${missing[*]}" >&2
  fi
fi

support/debian-root.sh make || true

# The test runners that people use, in a package of their own: they would triple what `npm ci` brings.
npm ci --prefix ../testing/runners --ignore-scripts ||
  echo 'left out: npm could not install the test runners' >&2
