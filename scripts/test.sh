#!/usr/bin/env bash
# The fine-tuning scripts, checked and run: a venv under target/, mypy, ruff, unit tests, then the whole
# pipeline on a model of a million parameters, from a log to the jar's answer over HTTP. Options are
# pytest's. With --if-present it is passed over, with a sentence, where there is no Python 3.11.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if_present=
if [ "${1:-}" = --if-present ]; then
  if_present=yes
  shift
fi

python=
for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
  if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then
    python=$candidate
    break
  fi
done
if [ -z "$python" ]; then
  echo "scripts/test.sh: needs Python 3.11 or newer with its venv module (Debian: python3-venv); none was found." >&2
  [ -n "$if_present" ] && exit 0
  exit 1
fi

venv=$PWD/target/finetune-venv
lock=scripts/finetune/requirements.lock
if ! cmp -s "$lock" "$venv/installed.lock"; then
  echo "scripts/test.sh: installing the locked packages into target/finetune-venv" >&2
  "$python" -m venv --clear "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check uv
  "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --require-hashes -r "$lock"
  cp "$lock" "$venv/installed.lock"
fi

# A million parameters are no work for two threads: they would wait for each other.
export OMP_NUM_THREADS=1 HF_HUB_OFFLINE=1 TOKENIZERS_PARALLELISM=false
./drago --version > /dev/null # builds the jar, where it is missing or old
cd scripts/finetune
"$venv/bin/ruff" format --check --quiet .
"$venv/bin/ruff" check --quiet .
"$venv/bin/mypy" .
"$venv/bin/python" -m pytest "$@"
