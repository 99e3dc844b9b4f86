#!/usr/bin/env bash
# Builds Containerfile's image and tries it as it is to be run: read-only, without capabilities, without
# a network. Prints what was found, sizes and start-up times; ends with 1 at the first thing that is wrong.
set -euo pipefail

usage() {
  cat << 'USAGE'
usage: scripts/container-check.sh [--pull] [--keep]

  --pull  build on the images that Containerfile names, pulled from their registry. Without it they are
          stood in for by a Debian made with debootstrap and this machine's JDK 25, Maven and Maven
          repository, and nothing is fetched but Debian packages.
  --keep  leave the images in target/container, to look at or to be quicker the next time

Needs root, podman, curl, nsenter and, without --pull, debootstrap.
USAGE
}

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$home/target/container
pull=false keep=false
for option in "$@"; do
  case "$option" in
    --pull) pull=true ;;
    --keep) keep=true ;;
    -h | --help) usage; exit ;;
    *) usage >&2; exit 2 ;;
  esac
done

skip() { echo "container-check: skipped: $1"; exit 0; }
fail() { echo "container-check: $1" >&2; exit 1; }
found() { printf '  %-58s %s\n' "$1" "$2"; }
now() { date +%s%3N; }

[ "$(id -u)" = 0 ] || skip "it is not run as root"
for tool in podman curl nsenter $($pull || echo debootstrap); do
  command -v "$tool" > /dev/null || skip "$tool is not installed"
done

# Images and containers of its own, away from those of whoever runs this.
mkdir -p "$work"
# shellcheck disable=SC2054 # what is between commas is podman's
engine=(podman --root "$work/store" --runroot "$work/run" --tmpdir "$work/tmp" --storage-driver vfs
  --cgroup-manager cgroupfs)
podman() { command "${engine[@]}" "$@"; }

clean() {
  podman rm --force --all > /dev/null 2>&1 || true
  podman image unmount --all > /dev/null 2>&1 || true
  $keep || rm -rf "$work"
}
trap clean EXIT
trap 'exit 130' INT TERM

# --- the images it is built on -----------------------------------------------------------------------
bases=()
if ! $pull; then
  base=localhost/debian-standin build=localhost/maven-standin
  if ! podman image exists $base; then
    echo "making a Debian with debootstrap (a minute or two)"
    mirror=$(sed -n 's/^URIs: *//p; s/^deb \(\S*\) .*/\1/p' /etc/apt/sources.list.d/* /etc/apt/sources.list 2> /dev/null | head -1)
    debootstrap --variant=minbase trixie "$work/debian" "$mirror" > "$work/debootstrap.log" \
      || fail "debootstrap failed; see $work/debootstrap.log."
    # What the slim image leaves out as well.
    rm -rf "$work"/debian/{var/cache/apt,var/lib/apt/lists,usr/share/doc,usr/share/man,usr/share/locale}/*
    tar -C "$work/debian" -c --exclude='./dev/*' --exclude='./proc/*' --exclude='./sys/*' . \
      | podman import --quiet - $base > /dev/null
    rm -rf "$work/debian"
  fi
  jdk=$(dirname "$(dirname "$(readlink -f "${JAVA_HOME:+$JAVA_HOME/bin/}javac")")")
  maven=$(dirname "$(dirname "$(readlink -f "$(command -v mvn)")")")
  podman image exists $build || podman build --quiet --isolation chroot --tag $build - > /dev/null << FILE
FROM $base
RUN printf '%s\n' '#!/bin/sh' 'exec $maven/bin/mvn --offline -Dmaven.repo.local=/repository "\$@"' \
      > /usr/local/bin/mvn && chmod +x /usr/local/bin/mvn
ENV JAVA_HOME=$jdk PATH=$jdk/bin:/usr/local/bin:/usr/bin:/bin
FILE
  bases=(--build-arg "BUILD_IMAGE=$build" --build-arg "BASE_IMAGE=$base" -v "$jdk:$jdk:ro" -v "$HOME/.m2/repository:/repository")
  # Debian's Maven and its JDKs are made of links to elsewhere.
  for path in "$maven" /usr/share/java /etc/maven $(find "$jdk" -type l -exec readlink -f {} + | sort -u | grep -v "^$jdk/"); do
    [ ! -e "$path" ] || bases+=(-v "$path:$path:ro")
  done
fi

# --- build -------------------------------------------------------------------------------------------
echo "building (minutes; log in target/container/build.log)"
podman build --isolation chroot --format docker --target drago "${bases[@]}" --tag drago "$home" > "$work/build.log" 2>&1 \
  || { tail -20 "$work/build.log" >&2; fail "the image could not be built."; }
found "podman build --target drago" ok

# --- a runtime that can run here ---------------------------------------------------------------------
runs() { podman run --rm --no-healthcheck --network none --entrypoint /bin/true drago > /dev/null 2>&1; }
if ! runs; then
  # Inside some virtual machines limits of resources may not be set, not even to what they are.
  command -v runc > /dev/null || fail "podman cannot run a container here, and runc is not installed to try with."
  cat > "$work/runc-without-rlimits" << 'SHIM'
#!/usr/bin/env bash
previous=
for word in "$@"; do
  case "$previous" in
    --bundle) file=$word/config.json ;;
    --process) file=$word ;;
    *) file= ;;
  esac
  [ -z "$file" ] || sed -Ei 's/"rlimits":\[[^]]*\]/"rlimits":[]/' "$file"
  previous=$word
done
exec runc "$@"
SHIM
  chmod +x "$work/runc-without-rlimits"
  engine+=(--runtime "$work/runc-without-rlimits")
  runs || fail "podman can build but not run a container here, neither as it is nor with runc."
  found "containers run by" "runc, without resource limits"
fi

# --- run ---------------------------------------------------------------------------------------------
# As docs/container.md says, less the network; and /tmp as Docker mounts it, from where nothing can be run.
# The timer of health checks is systemd's, which may not run here: they are asked by hand below.
# shellcheck disable=SC2054
flags=(--network none --read-only --tmpfs /tmp:rw,noexec,nosuid,nodev,size=64m --cap-drop ALL
  --security-opt no-new-privileges --no-healthcheck --memory 1g -v "$home/models:/models:ro")
start() { # sets from, the moment after the root was copied (vfs) and before the first process
  podman create --name drago "${flags[@]}" -v drago-data:/data drago "$@" > /dev/null
  touch "$work/created"
  from=$(now)
  podman start drago > /dev/null
}
pid() { podman inspect --format '{{.State.Pid}}' drago; }
ask() { nsenter --target "$(pid)" --net curl --silent --show-error --fail --max-time 30 "http://127.0.0.1:8080$1" "${@:2}"; }
log() { podman logs drago 2>&1; }

until_ready() { # the milliseconds since from
  local deadline=$((SECONDS + 1200))
  until ask /readyz > /dev/null 2>&1; do
    [ "$(podman inspect --format '{{.State.Running}}' drago)" = true ] || { log >&2; fail "the container ended before it was ready."; }
    [ $SECONDS -lt $deadline ] || { log >&2; fail "the container was not ready within 20 minutes."; }
    sleep 0.05
  done
  echo $(($(now) - from))
}

stop() { # SIGTERM, and how it ended
  local from status
  from=$(now)
  podman stop --time 30 drago > /dev/null
  status=$(podman inspect --format '{{.State.ExitCode}}' drago)
  [ "$status" = 143 ] || { log >&2; fail "after SIGTERM the container ended with $status, not with 143."; }
  stopped=$(($(now) - from))
}

echo "running"
start demo
until_ready > /dev/null
found "demo, made and served in a read-only container" "$(log | grep -o 'serves [0-9]* items')"

read -ra probe < <(podman image inspect --format '{{range .HealthCheck.Test}}{{.}} {{end}}' drago)
podman exec drago "${probe[@]:1}" || fail "HEALTHCHECK says it is not healthy."
found "HEALTHCHECK" "healthy"
! podman exec drago "${probe[@]:1}" 8081 2> /dev/null || fail "HEALTHCHECK calls healthy what does not listen."

answer=$(ask /v1/recommendations -H 'Content-Type: application/json' \
  -d '{"history": ["alien-1979", "blade-runner-1982", "the-matrix-1999"]}') || fail "no recommendation was answered."
first=$(sed -n 's/.*"items":\[{"itemId":"\([^"]*\)".*/\1/p' <<< "$answer")
[ -n "$first" ] || fail "no item is in the recommendation: $answer"
found "recommendation after three films begins with" "$first"

status=/proc/$(pid)/status
grep -q '^Uid:\s10001\s10001\s10001\s10001$' "$status" || fail "it does not run as 10001: $(grep Uid "$status")."
grep -q '^CapEff:\s0*$' "$status" || fail "it has capabilities: $(grep CapEff "$status")."
grep -q '^NoNewPrivs:\s1$' "$status" || fail "it may gain privileges."
found "user, capabilities, new privileges" "10001, none, none"
tr '\0' '\n' < "/proc/$(pid)/cmdline" | grep -qx -- -Xmx256m || fail "of 1 GB its heap is not a quarter."
found "heap of --memory 1g" "256 MB; resident $(awk '/^VmRSS/ {print int($2 / 1024)}' "$status") MB after one answer"
log | grep -i 'read-only file system' && fail "it tried to write where it must not."
! podman exec drago touch /opt/drago/drago.jar /etc/passwd /new 2> /dev/null || fail "its root can be written."
# What the runtime itself makes, before the first process, is in /etc, /run and the mount points.
changed=$(find "$(podman mount drago)" -xdev -cnewer "$work/created" -type f -size +0 -not -path '*/etc/*' -not -path '*/run/*')
[ -z "$changed" ] || fail "it wrote outside of /data and /tmp: $changed."
found "written outside of /data and /tmp" "nothing"
found "left in /tmp" "$(podman exec drago ls /tmp | paste -sd' ')"
stop
found "SIGTERM to the end" "$stopped ms"
podman rm drago > /dev/null

times=()
for _ in 1 2 3; do
  start serve --data data/demo
  times+=("$(until_ready)")
  stop
  podman rm drago > /dev/null
done
found "podman start to the first /readyz, with data there" "${times[*]} ms"

once() { podman run --rm "${flags[@]}" "$@"; }
once -v drago-data:/data drago models verify > "$work/verify.log" 2>&1 || { cat "$work/verify.log" >&2; fail "'drago models verify' failed."; }
printf '%s\n' '{"id": "a", "title": "A"}' '{"id": "b", "title": "B"}' > "$work/items.jsonl"
printf '%s\n' '{"userId": "u", "itemId": "a", "timestamp": 1}' '{"userId": "u", "itemId": "b", "timestamp": 2}' > "$work/visits.jsonl"
once -v drago-data:/data -v "$work/items.jsonl:/in/items.jsonl:ro" -v "$work/visits.jsonl:/in/visits.jsonl:ro" drago \
  import /in/items.jsonl /in/visits.jsonl --data data/shop > "$work/import.log" 2>&1 \
  || { cat "$work/import.log" >&2; fail "'drago import' failed."; }
once -v drago-data:/data drago train --data data/shop > "$work/train.log" 2>&1 || { cat "$work/train.log" >&2; fail "'drago train' failed."; }
found "models verify, import, train in the container" ok
install -d -m 755 "$work/read-only"
if once -v "$work/read-only:/data:ro" drago serve > "$work/unwritable.log" 2>&1; then fail "it serves from a folder it cannot write."; fi
said=$(grep -v '^WARNING: Using incubator' "$work/unwritable.log")
[[ $said == 'drago: '* && $said != *$'\n'* ]] || { echo "$said" >&2; fail "for a /data that it cannot write it has more or less than a sentence."; }
found "/data that cannot be written" "${said#drago: }"

# --- sizes -------------------------------------------------------------------------------------------
root=$(podman image mount drago)
size() { echo "$(du -sxB 1000000 "$@" | awk '{n += $1} END {print n}') MB"; }
[ -z "$(find "$root" -xdev -name '*.gguf' -o -name javac -o -name mvn)" ] || fail "models or tools of the build are in the image."
echo "sizes"
found "root of the image" "$(size "$root")"
found "  JRE, with the archive of its classes" "$(size "$root/opt/drago/jre")"
found "  jar" "$(size "$root/opt/drago/drago.jar")"
found "  archive of its classes" "$(size "$root/opt/drago/drago.jsa")"
found "packed (gzip), what a registry would send" "$(($(tar -C "$root" -c . 2> /dev/null | gzip | wc -c) / 1000000)) MB"
found "models, beside the image" "$(size "$home"/models/*.gguf)"

echo "not checked: the target cuda (needs its base images, the source of llama.cpp and a GPU), docker's own build$($pull || printf %s ", the real base images")"
