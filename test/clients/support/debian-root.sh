#!/usr/bin/env bash
# A small Debian 13 in a folder, for the clients that this machine's own Debian does not have.
#
#   debian-root.sh make                            makes it unless it is there; prints its folder
#   debian-root.sh find                            prints its folder; fails with the reason if it is not usable
#   debian-root.sh run [--bind DIR]… COMMAND…      runs a command in it, on this machine's loopback
#
# It lies in ${LAZULITE_CACHE:-/var/cache/lazulite}/trixie, outside the checkout, and is made anew when
# this recipe changes. Both making and running it need root. The mirror is the one of this machine's apt.
set -euo pipefail

cache=${LAZULITE_CACHE:-/var/cache/lazulite}
root=$cache/trixie
stamp=$root/etc/lazulite-recipe

recipe() {
  # Only what is looked at: no documents, of Ansible's collections only Azure's. Compiled is what
  # is imported below, a tenth of all that python3-azure has. Go's Azure SDK (track 2) is no package of
  # Debian's: gitaly's sources carry it, among a thousand other things, without what Debian has itself.
  mmdebstrap --quiet --mode=root --variant=essential --include=azure-cli,ansible,ca-certificates \
    --include=golang-go,golang-golang-x-net-dev,golang-github-google-uuid-dev \
    --include=golang-github-cli-browser-dev,golang-github-kylelemons-godebug-dev \
    --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' \
    --dpkgopt='force-unsafe-io' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/ieee-data/*' \
    --dpkgopt='path-exclude=/usr/lib/python3/dist-packages/ansible_collections/*' \
    --dpkgopt='path-include=/usr/lib/python3/dist-packages/ansible_collections/azure/*' \
    --dpkgopt='path-exclude=/usr/share/go-*/api/*' --dpkgopt='path-exclude=/usr/share/go-*/test/*' \
    --dpkgopt='path-exclude=/usr/share/go-*/src/cmd/*' --dpkgopt='path-exclude=/usr/share/go*_test.go' \
    --dpkgopt='path-exclude=/usr/share/go*/testdata/*' \
    --dpkgopt='path-exclude=/usr/share/gocode/src/golang.org/x/text/*' \
    --dpkgopt='path-include=/usr/share/gocode/src/golang.org/x/text/secure/*' \
    --dpkgopt='path-include=/usr/share/gocode/src/golang.org/x/text/transform/*' \
    --dpkgopt='path-include=/usr/share/gocode/src/golang.org/x/text/unicode/*' \
    --essential-hook='chroot "$1" dpkg-divert --quiet --local --rename --divert /usr/bin/py3compile.debian --add /usr/bin/py3compile' \
    --essential-hook='ln -s true "$1/usr/bin/py3compile"' \
    --customize-hook='set -e; cd "$1/usr/share/gocode"
      APT_CONFIG=$MMDEBSTRAP_APT_CONFIG apt-get -qq -o APT::Sandbox::User=root download golang-gitlab-gitlab-org-gitaly-dev
      sdk="*/vendor/github.com/Azure/azure-sdk-for-go/sdk"
      dpkg-deb --fsys-tarfile golang-gitlab-*.deb |
        tar -x -C src --strip-components=10 --exclude="*_test.go" --exclude=testdata --wildcards \
          "$sdk/azcore/*" "$sdk/azidentity/*" "$sdk/internal/*" "$sdk/resourcemanager/compute/*" \
          "$sdk/resourcemanager/resources/armresources/*" "*/vendor/github.com/AzureAD/*" "*/vendor/github.com/golang-jwt/*"
      rm golang-gitlab-*.deb' \
    trixie "$1" "$2"
  # What is imported by the tests; with a fresh configuration az imports all of its modules once.
  inside "$1" -- env -u PYTHONDONTWRITEBYTECODE sh -c '
    cd /usr/lib/python3/dist-packages/azure/mgmt
    python3 -m compileall -q -j 2 compute network resource ../identity ../core ../../ansible_collections/azure
    AZURE_CONFIG_DIR=/tmp/warm az version
    # It ends without credentials, after it has imported all that each of its modules imports.
    HOME=/tmp/warm ansible localhost -m azure.azcollection.azure_rm_resourcegroup_info
    rm -rf /tmp/warm' >/dev/null 2>&1
  # What test/clients/go/track2.go imports, which takes half a minute to compile.
  local sdk=github.com/Azure/azure-sdk-for-go/sdk
  inside "$1" -- env CGO_ENABLED=0 GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE=/var/cache/go-build \
    go build "$sdk/azidentity" "$sdk/resourcemanager/compute/armcompute" "$sdk/resourcemanager/resources/armresources"
}

# What is mounted is gone with the command, as it was mounted for it alone.
inside() {
  unshare --mount --propagation private -- bash -c '
    set -e
    root=$1; shift
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    while [ "$1" = --bind ]; do mkdir -p "$root$2"; mount --rbind "$2" "$root$2"; shift 2; done
    if [ "$1" = -- ]; then shift; fi
    folder=$PWD
    [ -d "$root$folder" ] || folder=/
    exec chroot "$root" /usr/bin/env --chdir="$folder" "$@"' inside "$@"
}

recipe_hash() { declare -f recipe | sha256sum | cut -d' ' -f1; }

missing() {
  if [ "$(id -u)" != 0 ]; then echo 'a Debian 13 root can only be entered by root'; return; fi
  if [ "$(cat "$stamp" 2>/dev/null)" != "$(recipe_hash)" ]; then
    echo "there is no Debian 13 root in $root; make it with npm run test:clients"
  fi
}

mirror() {
  apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' 'Origin: Debian' 'Label: Debian' | head -1
}

make() {
  if [ "$(id -u)" != 0 ]; then echo 'left out: a Debian 13 root can only be made by root' >&2; return 1; fi
  if [ -z "$(missing)" ]; then echo "$root"; return; fi
  if ! command -v mmdebstrap >/dev/null; then echo 'left out: mmdebstrap is not installed' >&2; return 1; fi
  local from
  from=$(mirror)
  if [ -z "$from" ]; then echo "left out: apt here has no mirror of Debian's to make it from" >&2; return 1; fi
  mkdir -p "$cache"
  exec 9>"$cache/lock"
  flock 9
  if [ -z "$(missing)" ]; then echo "$root"; return; fi
  echo "making a Debian 13 root in $root" >&2
  rm -rf --one-file-system "$root.new"
  recipe "$root.new" "$from" >&2
  recipe_hash >"$root.new/etc/lazulite-recipe"
  if [ -e "$root" ]; then mv "$root" "$root.old.$$"; fi
  mv "$root.new" "$root"
  rm -rf --one-file-system "$root".old.*
  echo "$root"
}

case ${1:-} in
  make) make ;;
  find)
    reason=$(missing)
    if [ -n "$reason" ]; then echo "$reason" >&2; exit 1; fi
    echo "$root"
    ;;
  run)
    shift
    inside "$root" "$@"
    ;;
  *)
    echo 'usage: debian-root.sh make | find | run [--bind DIR]… COMMAND…' >&2
    exit 2
    ;;
esac
