#!/usr/bin/env python3
"""Measures all that the READMEs show, keeps it in results.json, and writes their tables. `run readme` calls it."""
from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import resource
import shlex
import signal
import sys
from pathlib import Path

import bench
from figures import BASE, Figures
from measure import say
from options import CELLS, count, parse_args, seconds
from report import PRIMARY, Results, fault_lines
from servers import REPOSITORY

RESULTS = Path('src/bench/results.json')
READMES = [Path('README.md'), Path('README.zh-CN.md')]  # as figures.py orders its languages
BLOCK = re.compile(r'(<!-- figures, written by src/bench/run readme -->\n)(.*?\n)(<!-- end of figures.*? -->\n)', re.DOTALL)
JAR = REPOSITORY / 'target' / 'quarkus-app' / 'quarkus-run.jar'
ROOT = ['--server', 'echosounder-root={java} -Dquarkus.http.host=127.0.0.1 -Dquarkus.http.port={port} '
        f'-Dechosounder.drain.routing-grace=0s -jar {shlex.quote(str(JAR))}',
        '--path', 'echosounder-root=/', '--server-prefix', 'echosounder-root=接收数据: ']
JSON = ['tput', '--type', 'json', '--matrix', '1024x64x1,1024x64x16']
PARTS = {
    'plain': ['tput', '--matrix', CELLS, *ROOT],
    'tls': ['tput', '--tls', '--matrix', '125x64x1,125x64x16,16384x64x16', '--warm', '24'],
    'takeover': [*JSON, '--deflate=takeover'],
    'no-context': [*JSON, '--deflate=no-context'],
    'handshake': ['handshake'],
    'handshake-tls': ['handshake', '--tls'],
    'handshake-resumed': ['handshake', '--tls', '--resume'],
    'stream': ['stream'],
    'idle': ['idle'],
}
CONNECTIONS = {'stream': 10000, 'idle': 50000}
KEPT = {'tput': ['srv_cpu_us_msg', 'mps'], 'handshake': ['hs_cpu_us', 'hs_s'],
        'stream': ['srv_cpu_us_msg', 'asked_mps', 'mps', 'p99_us', 'conns', 'size'],
        'idle': ['rss_kib_conn', 'heap_kib_conn', 'conns']}


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog='run readme', description=__doc__)
    add = parser.add_argument
    add('--rounds', type=count, default=5, help='turns of each server, interleaved')
    add('--secs', type=seconds, default=2, help='measured seconds per cell and round')
    add('--warm', type=seconds, help='warm-up of each server, seconds; by default that of each mode')
    add('--quick', action='store_true', help='one short round, with fewer connections: does everything work?')
    add('--only', metavar='PART,...', help=f'{", ".join(PARTS)}; the others are left out')
    add('--render', action='store_true', help='measures nothing: writes the tables of results.json again')
    add('--into', type=Path, default=REPOSITORY, metavar='FOLDER', help='where the files are written, if not here')
    add('--server-cpu', default='0', metavar='LIST')
    add('--load-cpu', default='1', metavar='CPU')
    args = parser.parse_args()
    args.only = args.only.split(',') if args.only else list(PARTS)
    unknown = [part for part in args.only if part not in PARTS]
    if unknown:
        parser.error(f'no such part: {", ".join(unknown)} (known: {", ".join(PARTS)})')
    if not args.into.is_dir():
        parser.error(f'no such folder: {args.into}')
    if args.quick:
        args.rounds, args.secs, args.warm = 1, 0.5, args.warm or 2
    return args


# ----------------------------------------------------------------- measure

def connections(wanted: int) -> list[str]:
    """Fewer where the machine allows fewer open files."""
    allowed = (resource.getrlimit(resource.RLIMIT_NOFILE)[1] - bench.SPARE_FILES) // 1000 * 1000
    if wanted > allowed:
        say(f'{allowed} connections in place of {wanted}: this machine allows no more open files (ulimit -Hn)')
    return ['--conns', str(min(wanted, allowed))]


def words_of(part: str, args) -> list[str]:
    words = PARTS[part]
    if part in CONNECTIONS:
        words = [*words, *connections(1000 if args.quick else CONNECTIONS[part])]
    if words[0] in ('tput', 'handshake'):
        words = [*words, '--secs', str(args.secs)]
    if words[0] != 'idle':
        words = [*words, '--rounds', str(args.rounds)]
    if args.warm is not None:
        words = [*words, '--warm', str(args.warm)]
    return [*words, '--server-cpu', args.server_cpu, '--load-cpu', args.load_cpu]


def entry(results: Results, cell: str, server: str) -> dict:
    kept = {metric: results.median(cell, server, metric) for metric in KEPT[results.mode]}
    if results.mode in ('tput', 'handshake'):
        metric = PRIMARY[results.mode]
        kept |= {'ratio': results.ratio(cell, server, BASE, metric), 'spread': results.spread(cell, server, metric)}
    return {name: round(value, 4) for name, value in kept.items() if value is not None}


def summary(results: Results) -> dict:
    table = {cell: {server: entry(results, cell, server) for server in results.servers()} for cell in results.cells()}
    shown = {cell: {server: e for server, e in row.items() if e} for cell, row in table.items()}
    return {cell: row for cell, row in shown.items() if row}


def measure(args) -> tuple[dict, bool]:
    """The figures, and whether a server of ours had a fault."""
    found = {'environment': {}, 'rounds': args.rounds, 'secs': args.secs, 'faults': [], 'parts': {}}
    faulty = False
    for part in args.only:
        say(f'--- {part}')
        results, env, own = bench.measure(parse_args(words_of(part, args)))
        found['environment'] = {name: env[name] for name in ('date', 'cpu', 'kernel', 'java', 'load_before')}
        found['environment']['kernel'] = '.'.join(env['kernel'].split('.')[:2])
        found['parts'][part] = summary(results)
        faulty = faulty or results.have_faults_of(own)
        found['faults'] += [f'{part}: {line}' for line in fault_lines(results)]
    entries = [e for part in found['parts'].values() for row in part.values() for e in row.values()]
    spreads = [e['spread'] for e in entries if 'spread' in e]
    found['spread'] = [min(spreads), max(spreads)] if spreads else None
    return found, faulty


# ------------------------------------------------------------------- write

def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def write(found: dict, into: Path):
    stored = (json.dumps(found, indent=1, ensure_ascii=False) + '\n').encode()
    (into / RESULTS).parent.mkdir(parents=True, exist_ok=True)
    (into / RESULTS).write_bytes(stored)
    for language, name in enumerate(READMES):
        text = (REPOSITORY / name).read_text(encoding='utf-8')
        block = Figures(found, language).block() + '\n'
        end = f'<!-- end of figures: sha256 {sha256(block.encode())}, of {RESULTS} {sha256(stored)} -->\n'
        changed, times = BLOCK.subn(lambda match: match.group(1) + block + end, text)
        if times != 1:
            sys.exit(f'{name}: expected one block of figures, found {times}')
        (into / name).write_text(changed, encoding='utf-8')
        say(f'written: {into / name}')


def main() -> int:
    args = parse()
    if os.environ.get('BENCH_PARSE_ONLY'):
        return 0
    if args.render:
        write(json.loads((REPOSITORY / RESULTS).read_text(encoding='utf-8')), args.into)
        return 0
    found, faulty = measure(args)
    write(found, args.into)
    return 1 if faulty else 0


if __name__ == '__main__':
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # still stops the servers
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
