#!/bin/sh
# Builds mediasoup-worker from the sources inside the npm package `mediasoup`
# against the libraries of Debian 12, without downloading anything.
#
#   build.sh <node_modules/mediasoup> <output binary>
#
# Environment: JOBS, compilers at a time; TMPDIR, where 0.5 GB is needed meanwhile;
#   PKG_CONFIG_PATH, to find a libsrtp2 made by srtp-openssl.sh.
# Needs: apt-get install g++ meson ninja-build pkg-config libuv1-dev libssl-dev
#        libsrtp2-dev libabsl-dev libflatbuffers-dev flatbuffers-compiler
set -eu
package=$(readlink -f "$1")
output=$2
here=$(dirname "$(readlink -f "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM # dash runs the EXIT trap only when it exits by itself

# Work on a copy: node_modules stays as npm left it.
cp -R "$package/worker" "$work/worker"
cd "$work/worker"

# Replace the subprojects which meson would download by ours.
rm -f subprojects/*.wrap
cp -R "$here/stubs/subprojects/." subprojects/

# bookworm has meson 1.0.1, which is enough in spite of what the project says.
sed -i "s/meson_version: '>= 1.1.0'/meson_version: '>= 1.0.0'/" meson.build

# The BIO callback must hand back the result of every operation, not only of the
# one without flags.  Otherwise BIO_get_ktls_send() says 1, and a libssl built
# with kTLS (Debian's) then has no write buffer and crashes in the handshake.
sed -i 's/(operationType == BIO_CB_RETURN)/((operationType \& BIO_CB_RETURN) != 0)/' src/RTC/DtlsTransport.cpp
grep -q 'operationType & BIO_CB_RETURN' src/RTC/DtlsTransport.cpp || {
	echo "build.sh: DtlsTransport.cpp is not as expected" >&2
	exit 1
}

meson setup --wrap-mode=nodownload --buildtype=release -Db_ndebug=true build .
# The library of libwebrtc includes these headers without saying that it needs them: by
# luck they are there in time, and on a busy machine they were not.
ninja --quiet -C build fbs/FBS/worker.h
ninja -C build ${JOBS:+-j "$JOBS"} mediasoup-worker
cd - >/dev/null
install -D -s -m 755 "$work/worker/build/mediasoup-worker" "$output"
