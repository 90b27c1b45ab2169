#!/usr/bin/env python3
"""Side-by-side WebSocket echo benchmark. `run` builds what it needs and calls it; README.md tells how to read it."""
from __future__ import annotations

import json
import os
import platform
import resource
import shlex
import signal
import sys
from datetime import date
from pathlib import Path

import servers as srv
from measure import Bench, say
from options import parse_args, wrong_usage
from report import Results, fault_lines, markdown
from servers import DEDICATED, DEFAULT_PEERS, LOADER, RAW, Server, Wire

SPARE_FILES = 500  # beside the connections


def usable_cpus(wanted: set[int], what: str) -> set[int]:
    if wanted <= os.sched_getaffinity(0):
        return wanted
    say(f'{what} not pinned: CPU {sorted(wanted)} not available')
    return set()


# ----------------------------------------------------------------- servers

def select_peers(args, known: dict[str, Server]) -> list[Server]:
    default = [name for name in [*DEFAULT_PEERS, DEDICATED] if name in known]
    names = {'default': default, 'all': list(known), 'none': []}.get(args.peers, args.peers.split(','))
    for name in names:
        if name not in known:
            wrong_usage(f'no such peer: {name} (known: {", ".join(known)})')
    plain = [name for name in names if not known[name].wires] if args.wire != Wire() else []
    if plain:
        say(f'left out, since they have no TLS and no permessage-deflate: {", ".join(plain)}')
    return [known[name] for name in names if name not in plain]


def other_servers(args, java: list[str]) -> list[Server]:
    paths, prefixes = dict(args.path), dict(args.server_prefix)
    others = []
    for name, text in args.server:
        command: list[str] = []
        for word in shlex.split(text):
            command += java if word == '{java}' else [word]
        if not any(args.wire.port in word for word in command):
            wrong_usage(f'--server {name}: the command has no {args.wire.port}')
        others.append(Server(name, command, path=paths.pop(name, '/'), prefix=prefixes.pop(name, ''), own=True))
    unknown = {*paths, *prefixes}
    if unknown:
        wrong_usage(f'--path or --server-prefix without --server: {", ".join(sorted(unknown))}')
    return others


def select_servers(args) -> list[Server]:
    java = srv.java_command(args.jvm_flags)
    peers = select_peers(args, srv.peers(java, max(1, len(args.server_cpu)), args.wire))
    chosen = [*peers, srv.echosounder(java, args.wire, getattr(args, 'conns', 0)), *other_servers(args, java)]
    names = [s.name for s in chosen]
    if len(set(names)) != len(names):
        wrong_usage(f'names given twice: {", ".join(names)}')
    for server in chosen:
        if server.needs and not server.needs.exists():
            wrong_usage(f'{server.name} is not built: use {Path(__file__).parent / "run"}')
    missing = set().union(*(a.servers() for a in args.asserts)) - set(names)
    if missing:
        wrong_usage(f'--assert needs servers that are not measured: {", ".join(sorted(missing))}')
    return chosen


# ------------------------------------------------------------------ report

def environment(args) -> dict:
    model = next((line.split(':')[1].strip() for line in open('/proc/cpuinfo')
                  if line.startswith('model name')), platform.machine())
    return {'date': date.today().isoformat(), 'cpu': f'{os.cpu_count()} x {model}', 'kernel': platform.release(),
            'java': srv.java_version(srv.java_command('')[0]),
            'command': os.environ.get('BENCH_COMMAND') or shlex.join(sys.argv),
            'server_cpu': sorted(args.server_cpu), 'load_cpu': sorted(args.load_cpu),
            'load_before': os.getloadavg()[0]}


def heading(args, env: dict) -> str:
    settings = f'rounds {args.rounds}, warm-up {args.warm:g} s'
    if args.mode in ('tput', 'rate'):
        settings = f'cells bytes x connections x depth; {args.type}, {settings}, {args.secs:g} s per cell'
    if args.mode == 'rate':
        settings += f', {args.rate:g} msg/s'
    pins = f'servers on CPU {env["server_cpu"] or "any"}, load on CPU {env["load_cpu"] or "any"}'
    return (f'{env["date"]}, {env["cpu"]}, Linux {env["kernel"]}, Java {env["java"]}: `{env["command"]}`\n'
            f'({settings}; medians; {pins}; {env["priority"]}; '
            f'load average {env["load_before"]:.1f} before, {env["load_after"]:.1f} after)')


def report(args, results: Results, env: dict, own: set[str]) -> int:
    """Prints everything; returns the exit status."""
    print(f'{heading(args, env)}\n\n{markdown(results)}\n')
    faults = fault_lines(results)
    total = f'Messages verified: {results.messages()}. ' if results.messages() else ''
    print(f'{total}Faults:' + ('' if faults else ' none.'))
    for line in faults:
        print(f'- {line}')
    verdicts = [v for a in args.asserts for v in a.check(results)]
    for _, line in verdicts:
        print(line)
    status = 1 if results.have_faults_of(own) or not all(ok for ok, _ in verdicts) else 0
    if args.json:
        args.json.write_text(json.dumps({
            'mode': args.mode, 'environment': env, 'runs': results.runs,
            'faults': {name: +counts for name, counts in results.faults().items() if +counts},
            'assertions': [{'ok': ok, 'text': line} for ok, line in verdicts], 'exit': status}, indent=1) + '\n')
    return status


def check_open_files(args):
    """Server and load generator each need a descriptor for each connection."""
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if getattr(args, 'conns', 0) > allowed - SPARE_FILES:
        wrong_usage(f'{args.conns} connections need `ulimit -Hn` {args.conns + SPARE_FILES}; here it is {allowed}')


def measure(args) -> tuple[Results, dict, set[str]]:
    """The results, the environment, and the names of the servers whose faults count."""
    if not LOADER.exists():
        wrong_usage(f'the load generator is not built: use {Path(__file__).parent / "run"}')
    check_open_files(args)
    args.server_cpu = usable_cpus(args.server_cpu, 'servers')
    args.load_cpu = usable_cpus(args.load_cpu, 'load')
    chosen = select_servers(args)
    env = environment(args)
    bench = Bench(args)
    bench.run(chosen)
    env |= {'priority': bench.priority or 'nothing started', 'load_after': os.getloadavg()[0]}
    websocket_peers = [s.name for s in chosen if not s.own and s.name != RAW]
    return Results(args.mode, bench.runs, websocket_peers), env, {s.name for s in chosen if s.own}


def main() -> int:
    args = parse_args()
    if os.environ.get('BENCH_PARSE_ONLY'):
        return 0
    results, env, own = measure(args)
    return report(args, results, env, own)


if __name__ == '__main__':
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # still stops the servers
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
