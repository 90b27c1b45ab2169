"""Measures each server: load, idle connections, a client that does not read, the start."""
from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace

import processes
from processes import Running
from servers import LOADER, Server

NATIVE_WARM = 0.5  # seconds, for servers without a JIT compiler


def say(*words):
    print(*words, file=sys.stderr, flush=True)


class Bench:
    def __init__(self, args):
        self.args = args
        self.wire = args.wire
        self.runs: list[dict] = []
        self.running: list[Running] = []
        self.priority = ''

    def record(self, server: Server, cell: str, turn: int, result: dict, **extra):
        self.runs.append({'server': server.name, 'cell': cell, 'round': turn, **result, **extra})

    def loader(self, running: Running, options: list) -> list[str]:
        command = [str(LOADER), '--port', str(running.port), '--pid', str(running.pid)]
        return command + self.wire.loader_args + running.server.loader_args + [str(o) for o in options]

    def load(self, running: Running, options: list, timeout: float, on_open=None) -> dict:
        """Runs the loader; its last line is the result."""
        process = processes.spawn(self.loader(running, options), self.args.load_cpu,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        last = ''
        try:
            if on_open:
                first = process.stdout.readline()
                if '"event"' in first:
                    on_open()
            out, err = process.communicate(timeout=timeout)
            last = (out.strip().splitlines() or [''])[-1]
            return json.loads(last)
        except subprocess.TimeoutExpired:
            return {'error': f'no result within {timeout:.0f} s'}
        except ValueError:
            return {'error': ' '.join((err or last or 'loader failed').split())[:160]}
        finally:
            if process.poll() is None:
                processes.stop(process)

    def start(self, server: Server) -> Running | None:
        """A started server that has echoed once, or None (recorded as an error)."""
        try:
            running = Running(server, self.args.server_cpu, self.wire)
        except OSError as e:
            return self.failed(server, f'not started: {e}')
        self.running.append(running)
        if not running.wait_listening():
            return self.failed(server, f'does not listen, {running.ending()}')
        result = self.load(running, ['--mode', 'first', '--size', 125, '--secs', 10], 20)
        if result.get('error') or result['mism']:
            return self.failed(server, 'no echo: ' + result.get('error', 'wrong bytes'))
        self.priority = self.priority or running.priority()
        return running

    def failed(self, server: Server, why: str) -> None:
        say(f'{server.name}: {why}')
        self.record(server, 'start', 0, {'error': why})

    def stop_all(self):
        for running in self.running:
            running.stop()
        self.running.clear()

    def warm_up(self, running: Running, cells: list, kind: str, seconds: float):
        """Closed loop over the cells; before an open loop, half of the time in that."""
        if not running.server.jit:
            seconds = min(seconds, NATIVE_WARM)
        modes = [['tput'], ['rate', '--rate', self.args.rate]] if self.args.mode == 'rate' else [['tput']]
        share = max(seconds / len(cells) / len(modes), 0.05)
        for mode in modes:
            for size, conns, depth in cells:
                result = self.load(running, ['--mode', *mode, '--warm', 0, '--secs', share, '--size', size,
                                             '--conns', conns, '--depth', depth, '--type', kind], share + 60)
                self.record(running.server, f'{size}x{conns}x{depth}', -1, result, warm_up=True)

    # Each mode measures every server once per round.

    def run_load(self, chosen: list[Server]):
        """tput, rate: all servers are up; the rounds go A B C .. A B C."""
        args = self.args
        up = [r for r in (self.start(s) for s in chosen) if r]
        for running in up:
            say(f'warming up {running.server.name}')
            self.warm_up(running, args.matrix, args.type, args.warm)
        for turn, (size, conns, depth), running in self.turns(up, args.matrix):
            options = ['--mode', args.mode, '--secs', args.secs, '--warm', 0.4, '--size', size,
                       '--conns', conns, '--depth', depth, '--type', args.type]
            if args.mode == 'rate':
                options += ['--rate', args.rate]
            result = self.load(running, options, args.secs + 60)
            if not result.get('msgs'):
                result.setdefault('error', 'no message came back')
            self.record(running.server, f'{size}x{conns}x{depth}', turn, result)

    def run_handshakes(self, chosen: list[Server]):
        """Likewise; the warm-up is made of handshakes."""
        args = self.args
        up = [r for r in (self.start(s) for s in chosen) if r]
        options = ['--mode', 'handshake', '--conns', args.conns, '--srcips', 8, *(['--resume'] if args.resume else [])]
        cell = 'resumed' if args.resume else 'full' if args.tls else 'plain'
        for running in up:
            say(f'warming up {running.server.name}')
            seconds = args.warm if running.server.jit else min(args.warm, NATIVE_WARM)
            result = self.load(running, [*options, '--warm', 0, '--secs', max(seconds, 0.05)], seconds + 60)
            self.record(running.server, cell, -1, result, warm_up=True)
        for turn, _, running in self.turns(up, [cell]):
            result = self.load(running, [*options, '--warm', 0.4, '--secs', args.secs], args.secs + 60)
            if not result.get('handshakes'):
                result.setdefault('error', 'no handshake')
            elif args.resume and result['resumed'] < 0.9 * result['handshakes']:
                result['error'] = f'{result["resumed"]} of {result["handshakes"]} handshakes were resumed'
            self.record(running.server, cell, turn, result)

    def turns(self, up: list[Running], cells: list):
        for turn in range(self.args.rounds if up else 0):
            for cell in cells:
                for running in up[turn % len(up):] + up[:turn % len(up)]:
                    yield turn, cell, running
            say(f'round {turn + 1} of {self.args.rounds} done')

    def run_one_by_one(self, chosen: list[Server], measure):
        """idle, slow, startup: a fresh process for each measurement."""
        for turn in range(self.args.rounds):
            for server in chosen:
                result = measure(server)
                self.stop_all()
                if result:
                    self.record(server, self.args.mode, turn, result)
                    say(f'round {turn + 1}: {server.name} done')

    def measure_idle(self, server: Server) -> dict | None:
        args = self.args
        running = self.start(server)
        if not running:
            return None
        self.warm_up(running, [(125, 64, 1)], 'text', args.warm)
        before = running.live_heap_kib()
        heap = []
        hold = args.secs + (4 if before else 0)
        options = ['--mode', 'idle', '--conns', args.conns, '--size', 125, '--secs', hold]
        if args.conns > 20000:
            options += ['--srcips', 4]
        result = self.load(running, options, hold + 120, lambda: heap.append(running.live_heap_kib()))
        if before and heap and heap[0] and result.get('conns'):
            result['heap_kib_conn'] = (heap[0] - before) / result['conns']
        if result.get('conns'):
            result['undrained'] = result['conns'] - result['echoed']
        return result

    def measure_slow(self, server: Server) -> dict | None:
        args = self.args
        running = self.start(server)
        if not running:
            return None
        self.warm_up(running, [(args.size, 1, 4), (125, 16, 4)], 'text', args.warm)
        options = ['--mode', 'slow', '--size', args.size, '--secs', args.secs, '--maxbytes', args.max_mib << 20]
        return self.load(running, options, args.secs + 120)

    def measure_stream(self, server: Server) -> dict | None:
        args = self.args
        running = self.start(replace(server, path='/ws'))
        if not running:
            return None
        self.warm_up(running, [(125, 64, 1)], 'text', 1)
        running.server = replace(server, path=f'/ws/stream?type=binary&size={args.size}&rate={args.rate}')
        options = ['--mode', 'stream', '--type', 'bin', '--size', args.size, '--conns', args.conns,
                   '--warm', args.warm, '--secs', args.secs]
        if args.conns > 20000:
            options += ['--srcips', 4]
        result = self.load(running, options, args.warm + args.secs + 120)
        return {**result, 'asked_mps': args.conns * args.rate}

    def measure_startup(self, server: Server) -> dict:
        begin = time.monotonic()
        try:
            running = Running(server, self.args.server_cpu, self.wire)
        except OSError as e:
            return {'error': f'not started: {e}'}
        self.running.append(running)
        result = self.load(running, ['--mode', 'first', '--size', 125, '--secs', 60], 70)
        took = (time.monotonic() - begin) * 1e3
        if result.get('error'):
            return {'error': f'{result["error"]}; {running.ending()}'}
        running.wait_listening(1)
        used = processes.cpu_ms(running.pid)
        time.sleep(1)
        self.priority = self.priority or running.priority()
        return {**result, 'ms': took, 'cpu_ms': used, 'rss_mib': processes.rss_mib(running.pid)}

    def run(self, chosen: list[Server]):
        measure = {'idle': self.measure_idle, 'slow': self.measure_slow, 'startup': self.measure_startup,
                   'stream': self.measure_stream}
        try:
            if self.args.mode == 'handshake':
                self.run_handshakes(chosen)
            elif self.args.mode in measure:
                self.run_one_by_one(chosen, measure[self.args.mode])
            else:
                self.run_load(chosen)
        finally:
            self.stop_all()
