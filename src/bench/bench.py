#!/usr/bin/env python3
"""Side-by-side WebSocket echo benchmark. `run` builds what it needs and calls it; README.md tells how to read it."""
from __future__ import annotations

import argparse
import json
import os
import platform
import shlex
import signal
import sys
from datetime import date
from pathlib import Path

import servers as srv
from measure import Bench, say
from report import Assertion, Results, fault_lines, markdown
from servers import DEFAULT_PEERS, LOADER, RAW, Server

CELLS = '125x64x1,125x64x16,16384x64x1,1048576x1x1'


def wrong_usage(why: str):
    say(why)
    sys.exit(2)


# ----------------------------------------------------------------- options

def cpu_list(text: str) -> set[int]:
    """'0', '0,2', '0-3' or 'none'."""
    cpus: set[int] = set()
    for part in [] if text == 'none' else text.split(','):
        first, _, last = part.partition('-')
        cpus |= set(range(int(first), int(last or first) + 1))
    return cpus


def matrix(text: str) -> list[tuple[int, int, int]]:
    """SIZExCONNS[xDEPTH],..."""
    cells = []
    for cell in text.split(','):
        numbers = [int(n) for n in cell.split('x')]
        if len(numbers) not in (2, 3) or min(numbers) < 1:
            raise ValueError(cell)
        size, conns, depth = (numbers + [1])[:3]
        cells.append((size, conns, depth))
    return cells


def named(text: str) -> tuple[str, str]:
    name, equals, value = text.partition('=')
    if not equals or not name:
        raise argparse.ArgumentTypeError(f'expected NAME=VALUE: {text}')
    return name, value


def parse_args() -> argparse.Namespace:
    common = argparse.ArgumentParser(add_help=False)
    add = common.add_argument
    add('--peers', default='default', help="'default', 'all', 'none', or names separated by commas")
    add('--server', type=named, action='append', default=[], metavar='NAME=COMMAND',
        help='another server; {port} is replaced, {java} stands for java with the usual options')
    add('--path', type=named, action='append', default=[], metavar='NAME=/PATH')
    add('--server-prefix', type=named, action='append', default=[], metavar='NAME=TEXT',
        help='text that the server puts before each echo')
    add('--rounds', type=int, help='turns of each server, interleaved')
    add('--warm', type=float, metavar='S', help='warm-up of each server, seconds')
    add('--server-cpu', type=cpu_list, default='0', metavar='LIST', help="'0', '0,2', '0-3' or 'none'")
    add('--load-cpu', type=cpu_list, default='1', metavar='CPU')
    add('--jvm-flags', default='-Xms256m -Xmx1g', help='for Echosounder, the Java peers and {java}')
    add('--json', type=Path, metavar='FILE', help='all measurements, for other programs')
    add('--assert', dest='asserts', type=Assertion, action='append', default=[], metavar='EXPRESSION',
        help="'[METRIC:]A/B<=1.1[@CELL]' on the medians; exit 1 when it does not hold")

    load = argparse.ArgumentParser(add_help=False)
    load.add_argument('--type', choices=['text', 'bin', 'utf8'], default='text')
    load.add_argument('--secs', type=float, default=2, help='measured seconds per cell and round')

    parser = argparse.ArgumentParser(prog='run', description='WebSocket echo benchmark; see README.md')
    modes = parser.add_subparsers(dest='mode', required=True)
    tput = modes.add_parser('tput', parents=[common, load], help='closed loop: CPU per message, throughput')
    tput.add_argument('--matrix', type=matrix, default=CELLS, help='SIZExCONNSxDEPTH,...')
    tput.set_defaults(default_rounds=3, default_warm=12)
    rate = modes.add_parser('rate', parents=[common, load], help='open loop: latency at a fixed rate')
    rate.add_argument('--matrix', type=matrix, default='125x64', help='SIZExCONNS,...')
    rate.add_argument('--rate', type=float, default=10000, help='messages/s over all connections')
    rate.set_defaults(default_rounds=3, default_warm=8)
    idle = modes.add_parser('idle', parents=[common], help='memory and handshakes of idle connections')
    idle.add_argument('--conns', type=int, default=10000)
    idle.add_argument('--secs', type=float, default=3, help='time the connections are held')
    idle.set_defaults(default_rounds=1, default_warm=2)
    slow = modes.add_parser('slow', parents=[common], help='a client that does not read')
    slow.add_argument('--size', type=int, default=16384)
    slow.add_argument('--max-mib', type=int, default=384)
    slow.add_argument('--secs', type=float, default=10, help='limit for the sending')
    slow.set_defaults(default_rounds=1, default_warm=3)
    modes.add_parser('startup', parents=[common], help='start to first echo') \
        .set_defaults(default_rounds=3, default_warm=0)

    args = parser.parse_args()
    args.rounds = args.rounds or args.default_rounds
    args.warm = args.default_warm if args.warm is None else args.warm
    return args


def usable_cpus(wanted: set[int], what: str) -> set[int]:
    if wanted <= os.sched_getaffinity(0):
        return wanted
    say(f'{what} not pinned: CPU {sorted(wanted)} not available')
    return set()


# ----------------------------------------------------------------- servers

def select_peers(text: str, known: dict[str, Server]) -> list[Server]:
    names = {'default': DEFAULT_PEERS, 'all': list(known), 'none': []}.get(text, text.split(','))
    for name in names:
        if name not in known:
            wrong_usage(f'no such peer: {name} (known: {", ".join(known)})')
    return [known[name] for name in names]


def other_servers(args, java: list[str]) -> list[Server]:
    paths, prefixes = dict(args.path), dict(args.server_prefix)
    others = []
    for name, text in args.server:
        command: list[str] = []
        for word in shlex.split(text):
            command += java if word == '{java}' else [word]
        if not any('{port}' in word for word in command):
            wrong_usage(f'--server {name}: the command has no {{port}}')
        others.append(Server(name, command, path=paths.pop(name, '/'), prefix=prefixes.pop(name, ''), own=True))
    unknown = {*paths, *prefixes}
    if unknown:
        wrong_usage(f'--path or --server-prefix without --server: {", ".join(sorted(unknown))}')
    return others


def select_servers(args) -> list[Server]:
    java = srv.java_command(args.jvm_flags)
    peers = select_peers(args.peers, srv.peers(java, max(1, len(args.server_cpu))))
    chosen = [*peers, srv.echosounder(java), *other_servers(args, java)]
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
    bad_own = any(counts.total() for name, counts in results.faults().items() if name in own)
    status = 1 if bad_own or not all(ok for ok, _ in verdicts) else 0
    if args.json:
        args.json.write_text(json.dumps({
            'mode': args.mode, 'environment': env, 'runs': results.runs,
            'faults': {name: +counts for name, counts in results.faults().items() if +counts},
            'assertions': [{'ok': ok, 'text': line} for ok, line in verdicts], 'exit': status}, indent=1) + '\n')
    return status


def main() -> int:
    args = parse_args()
    if not LOADER.exists():
        wrong_usage(f'the load generator is not built: use {Path(__file__).parent / "run"}')
    args.server_cpu = usable_cpus(args.server_cpu, 'servers')
    args.load_cpu = usable_cpus(args.load_cpu, 'load')
    chosen = select_servers(args)
    env = environment(args)
    bench = Bench(args)
    bench.run(chosen)
    env |= {'priority': bench.priority or 'nothing started', 'load_after': os.getloadavg()[0]}
    websocket_peers = [s.name for s in chosen if not s.own and s.name != RAW]
    results = Results(args.mode, bench.runs, websocket_peers)
    return report(args, results, env, {s.name for s in chosen if s.own})


if __name__ == '__main__':
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # still stops the servers
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
