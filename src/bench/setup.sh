#!/usr/bin/env bash
# Builds the load generator and the peers named into target/bench; what is up to date is kept.
# `run` calls it: src/bench/setup.sh raw-tcp bun-uws node-ws
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here repository=${here%/src/bench}
readonly build=$repository/target/bench

# ------------------------------------------------------------------ recipes

compile() { gcc -std=gnu11 -D_GNU_SOURCE -O3 -march=native -Wall -Wextra -o "$@"; }

build_wsload() {
  compile "$build/wsload/wsload" "$here"/wsload/*.c -lssl -lcrypto -lz
  make_certificate
}

# Self-signed, ECDSA with P-256; all servers get the same.
make_certificate() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj /CN=127.0.0.1 \
    -addext subjectAltName=IP:127.0.0.1 -keyout "$build/wsload/key.pem" -out "$build/wsload/cert.pem"
}

build_raw-tcp() { compile "$build/raw-tcp/rawecho" "$here/peers/raw-tcp/rawecho.c"; }

npm_peer() {
  cp "$here/peers/$1/package.json" "$here/peers/$1/server.js" "$build/$1/"
  npm install --prefix "$build/$1" --no-audit --no-fund --no-package-lock
}

build_node-ws() { npm_peer node-ws; }

build_bun-uws() {
  npm_peer bun-uws
  "$build/bun-uws/node_modules/.bin/bun" --version
}

maven_peer() { "$repository/mvnw" -B -ntp -f "$here/peers/$1/pom.xml" package; }

build_netty() { maven_peer netty; }

build_vertx5() { maven_peer vertx5; }

build_quarkus-plain() { maven_peer quarkus-plain; }

# ---------------------------------------------------------------------- run

up_to_date() { # NAME SOURCE
  [[ -f $build/$1/.done && -z $(find "$2" -type f -newer "$build/$1/.done" -print -quit) ]]
}

make_one() { # NAME SOURCE
  local -r log=$build/logs/setup-$1.log
  if up_to_date "$1" "$2"; then return; fi
  printf 'building %s\n' "$1"
  rm -rf "${build:?}/$1"
  mkdir -p "$build/$1"
  # In a shell of its own: in a condition, -e would not hold inside the recipe.
  set +e
  (set -e; "build_$1") >"$log" 2>&1
  local -r status=$?
  set -e
  if ((status != 0)); then
    tail -n 5 "$log"
    printf '%s could not be built; all of its output is in %s\n' "$1" "$log"
    exit 1
  fi
  touch "$build/$1/.done"
}

mkdir -p "$build/logs"
make_one wsload "$here/wsload"
for peer in "$@"; do
  if [[ ! -d $here/peers/$peer ]] || ! declare -F "build_$peer" >/dev/null; then
    printf 'no such peer: %s\n' "$peer"
    exit 2
  fi
  make_one "$peer" "$here/peers/$peer"
done
