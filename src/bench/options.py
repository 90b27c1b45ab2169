"""What the command line of `run` says."""
from __future__ import annotations

import argparse
import sys
from pathlib import Path

from measure import say
from report import Assertion
from servers import Wire

CELLS = '125x64x1,125x64x16,16384x64x1,1048576x1x1'


def wrong_usage(why: str):
    say(why)
    sys.exit(2)


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


def count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f'{text} is less than 1')
    return number


def seconds(text: str) -> float:
    number = float(text)
    if number < 0:
        raise argparse.ArgumentTypeError(f'{text} is less than 0')
    return number


def named(text: str) -> tuple[str, str]:
    name, equals, value = text.partition('=')
    if not equals or not name:
        raise argparse.ArgumentTypeError(f'expected NAME=VALUE: {text}')
    return name, value


def common() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=False)
    add = parser.add_argument
    add('--peers', default='default', help="'default', 'all', 'none', or names separated by commas")
    add('--server', type=named, action='append', default=[], metavar='NAME=COMMAND',
        help='another server; {port} is replaced (with --tls {tlsport}, {cert} and {key}), {java} stands for java '
             'with the usual options')
    add('--path', type=named, action='append', default=[], metavar='NAME=/PATH')
    add('--server-prefix', type=named, action='append', default=[], metavar='NAME=TEXT',
        help='text that the server puts before each echo')
    add('--tls', action='store_true', help='TLS 1.3; servers that have none are left out')
    add('--rounds', type=count, help='turns of each server, interleaved')
    add('--warm', type=seconds, metavar='S', help='warm-up of each server, seconds')
    add('--server-cpu', type=cpu_list, default='0', metavar='LIST', help="'0', '0,2', '0-3' or 'none'")
    add('--load-cpu', type=cpu_list, default='1', metavar='CPU')
    add('--jvm-flags', default='-Xms256m -Xmx1g', help='for Echosounder, the Java peers and {java}')
    add('--json', type=Path, metavar='FILE', help='all measurements, for other programs')
    add('--assert', dest='asserts', type=Assertion, action='append', default=[], metavar='EXPRESSION',
        help="'[METRIC:]A/B<=1.1[@CELL]' on the medians; exit 1 when it does not hold")
    return parser


def messages() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument('--type', choices=['text', 'bin', 'utf8', 'json'], default='text')
    parser.add_argument('--deflate', nargs='?', choices=['takeover', 'no-context'], const='takeover',
                        help='permessage-deflate; servers that have none are left out')
    parser.add_argument('--secs', type=seconds, default=2, help='measured seconds per cell and round')
    return parser


def parser() -> argparse.ArgumentParser:
    everywhere, load = common(), messages()
    top = argparse.ArgumentParser(prog='run', description='WebSocket echo benchmark; see README.md')
    modes = top.add_subparsers(dest='mode', required=True)
    tput = modes.add_parser('tput', parents=[everywhere, load], help='closed loop: CPU per message, throughput')
    tput.add_argument('--matrix', type=matrix, default=CELLS, help='SIZExCONNSxDEPTH,...')
    tput.set_defaults(default_rounds=3, default_warm=12)
    rate = modes.add_parser('rate', parents=[everywhere, load], help='open loop: latency at a fixed rate')
    rate.add_argument('--matrix', type=matrix, default='125x64', help='SIZExCONNS,...')
    rate.add_argument('--rate', type=float, default=10000, help='messages/s over all connections')
    rate.set_defaults(default_rounds=3, default_warm=8)
    idle = modes.add_parser('idle', parents=[everywhere], help='memory and handshakes of idle connections')
    idle.add_argument('--conns', type=count, default=10000)
    idle.add_argument('--secs', type=seconds, default=3, help='time the connections are held')
    idle.set_defaults(default_rounds=1, default_warm=2)
    slow = modes.add_parser('slow', parents=[everywhere], help='a client that does not read')
    slow.add_argument('--size', type=count, default=16384)
    slow.add_argument('--max-mib', type=count, default=384)
    slow.add_argument('--secs', type=seconds, default=10, help='limit for the sending')
    slow.set_defaults(default_rounds=1, default_warm=3)
    handshake = modes.add_parser('handshake', parents=[everywhere], help='opening and closing connections')
    handshake.add_argument('--conns', type=count, default=16, help='handshakes in progress at a time')
    handshake.add_argument('--resume', action='store_true', help='with --tls: sessions are resumed')
    handshake.add_argument('--secs', type=seconds, default=2, help='measured seconds per round')
    handshake.set_defaults(default_rounds=3, default_warm=30)
    stream = modes.add_parser('stream', parents=[everywhere], help='/ws/stream of Echosounder to many connections')
    stream.add_argument('--conns', type=count, default=10000)
    stream.add_argument('--size', type=count, default=125)
    stream.add_argument('--rate', type=int, default=2, help='messages/s on each connection')
    stream.add_argument('--secs', type=seconds, default=5, help='measured seconds per round')
    stream.set_defaults(default_rounds=1, default_warm=5)
    modes.add_parser('startup', parents=[everywhere], help='start to first echo') \
        .set_defaults(default_rounds=3, default_warm=0)
    return top


def parse_args(words: list[str] | None = None) -> argparse.Namespace:
    args = parser().parse_args(words)
    args.rounds = args.rounds or args.default_rounds
    args.warm = args.default_warm if args.warm is None else args.warm
    if getattr(args, 'resume', False) and not args.tls:
        wrong_usage('--resume needs --tls')
    if args.mode == 'stream':
        if args.peers not in ('default', 'none'):
            wrong_usage('stream measures Echosounder alone: --peers is none')
        args.peers = 'none'
    args.wire = Wire(args.tls, getattr(args, 'deflate', None))
    return args
