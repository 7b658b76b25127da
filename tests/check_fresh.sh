#!/usr/bin/env bash
# Repeats the newcomer's two commands in a bare Debian 12: debootstrap, a clone of HEAD, ./dev demo, ./dev test.
#   tests/check_fresh.sh [FOLDER]     FOLDER: where the root is made (default: a temporary one, removed at the end)
# Uses this machine's apt sources and apt settings (a proxy, say); everything else comes from the clone.
set -euo pipefail
cd "$(dirname "$0")/.."
[ "$(id -u)" = 0 ] || { echo "check-fresh makes a chroot: run it as root" >&2; exit 3; }
command -v debootstrap >/dev/null || apt-get -q install -y --no-install-recommends debootstrap >/dev/null

keep=${1:-}
root=${keep:-$(mktemp -d /var/tmp/huice-fresh.XXXXXX)}
minutes() { printf '%d.%d minutes' $(($1 / 60)) $((($1 % 60) / 6)); }
clean() {
  for mount in proc sys dev; do mountpoint -q "$root/$mount" && umount -l "$root/$mount"; done
  [ -n "$keep" ] || rm -rf "$root"
}
trap clean EXIT

mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' | head -n 1)
echo "==> a bare Debian 12 in $root"
debootstrap --variant=minbase bookworm "$root" ${mirror:+"$mirror"} >/dev/null
cp -r /etc/apt/sources.list* "$root/etc/apt/" 2>/dev/null || true
cp -r /etc/apt/apt.conf.d/* "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
cp /etc/resolv.conf /etc/hosts "$root/etc/" 2>/dev/null || true
for mount in proc sys dev; do mount --rbind "/$mount" "$root/$mount"; mount --make-rslave "$root/$mount"; done
git clone -q --no-hardlinks . "$root/huice"

enter() { env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
  ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} chroot "$root" bash -c "cd /huice && $1"; }
begin=$SECONDS
enter './dev demo'
demo=$((SECONDS - begin))
begin=$SECONDS
enter './dev test'
tested=$((SECONDS - begin))
echo "==> fresh: demo $(minutes $demo), test $(minutes $tested)"
