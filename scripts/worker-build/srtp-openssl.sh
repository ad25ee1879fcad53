#!/bin/sh
# Builds libsrtp 2 from the Debian source package with OpenSSL (Debian's own binary
# uses NSS, which costs the SFU 15-60 % more CPU per packet) as a static library.
#
#   srtp-openssl.sh <prefix>     then: PKG_CONFIG_PATH=<prefix>/lib/pkgconfig build.sh …
#
# Needs: dpkg-dev meson ninja-build pkg-config libssl-dev gcc. Uses the machine's own
# apt sources with source packages switched on for this call alone.
set -eu
prefix=$(mkdir -p "$1" && readlink -f "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM # dash runs the EXIT trap only when it exits by itself
mkdir -p "$work/parts" "$work/lists/partial" "$work/cache/archives/partial" "$work/src"
for file in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
	[ -f "$file" ] || continue
	case $file in
		*.sources) sed 's/^Types: deb$/Types: deb-src/' "$file" >"$work/parts/$(basename "$file")" ;;
		*.list) sed -n 's/^deb /deb-src /p' "$file" >"$work/parts/$(basename "$file")" ;;
	esac
done
apt="apt-get -qq -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts=$work/parts
	-o Dir::State::Lists=$work/lists -o Dir::Cache=$work/cache -o APT::Sandbox::User=root"
$apt update || true # one source without source packages must not stop the others
cd "$work/src"
$apt source libsrtp2
cd libsrtp2-*/
meson setup --buildtype=release --default-library=static -Dcrypto-library=openssl -Dtests=disabled \
	--prefix="$prefix" --libdir=lib build
ninja -C build ${JOBS:+-j "$JOBS"} install
