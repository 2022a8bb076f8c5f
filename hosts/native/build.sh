#!/bin/sh
# Builds the native half of forking into a folder: sh build.sh FOLDER
#
# Without any library named in the result, and without a compiler's own helpers, it takes what it
# calls from the interpreter that loads it, and fits whichever libc that was built with.
set -eu
here=$(dirname "$0")
out=$(cd "$1" && pwd)
flags="-std=c11 -O2 -Wall -Wextra -Werror -U_FORTIFY_SOURCE -fno-stack-protector"
flags="$flags -fPIC -fvisibility=hidden -shared -nostdlib -s"

build() {
    # shellcheck disable=SC2086 # the flags are words
    (cd "$here" && ${CC:-cc} $flags -o "$2" zygote.c frames.c openssl.c selftest.c "$1")
}

build python.c "$out/fork.so"
build node.c "$out/fork.node"
