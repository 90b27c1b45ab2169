"""What scale prints: text, JSON, and the table of docs/scale.md."""
from __future__ import annotations

from pathlib import Path

import scenarios
from fleet import Settings
from values import Wrong

BEGIN = '<!-- made by src/rehearsal/scale --table --write helm/echosounder/docs/scale.md -->'
END = '<!-- end of the table -->'


def plain(fields: dict) -> dict:
    """Names as JSON has them."""
    def camel(name: str) -> str:
        first, *rest = name.split('_')
        return first + ''.join(word.capitalize() for word in rest)
    return {camel(name): value for name, value in fields.items()}


def time(seconds: float) -> str:
    for unit, name in ((3600, 'h'), (60, 'min')):
        if seconds >= 10 * unit or (seconds >= unit and seconds % unit == 0):
            return f'{seconds / unit:.0f} {name}'
    return f'{seconds:.0f} s'


def outcome(name: str, found: scenarios.Outcome, settings: Settings) -> dict:
    s = settings
    document = {
        'scenario': name, 'handshakesPerSecond': round(found.handshakes, 2),
        'cpu': round(found.cpu, 4), 'cpuShare': round(found.cpu / s.cpu, 3),
        'connections': round(found.connections), 'connectionsShare': round(found.connections / s.max_connections, 3),
        'memoryMiB': round(found.memory), 'memoryShare': round(found.memory / s.memory, 3),
        'seconds': round(found.seconds, 1), 'mostOutside': round(found.outside), 'refused': round(found.refused),
        'timedOut': round(found.timed_out), 'ends': found.ends}
    if found.leaves:
        document['leaves'] = [{
            'leaves': leave.name, 'closed': round(leave.closed, 1),
            'handshakes': {n: round(leave.handshakes(n), 1) for n in leave.seconds},
            'busiestSecond': {n: round(leave.busiest(n), 1) for n in leave.seconds}} for leave in found.leaves]
    return document


def text(settings: Settings, outcomes: list[scenarios.Outcome], faults: list[scenarios.Fault]) -> str:
    s = settings
    lines = [
        f'{s.connections:,} connections on {s.pods} pods ({s.connections / s.pods:,.0f} each), {s.balance}; load at '
        f'most {s.load:g} of {s.cpu:g} cores, {s.max_connections:,} connections, {s.memory:,.0f} MiB',
        f'surge {s.surge}, unavailable {s.unavailable}; a pod starts in {s.start:g} s, counts after {s.min_ready:g} s, '
        f'leaves in {s.pre_stop:g} + {s.grace:g} + {s.window:g} s; clients\' jitter {s.jitter:g} s; '
        f'maximum age {time(s.age) if s.age else "none"}', '',
        f'{"worst second of a survivor":26} {"handshakes/s":>13} {"cores":>7} {"of CPU":>7} {"connections":>12} '
        f'{"of limit":>9} {"MiB":>6} {"all back":>9}']
    for o in outcomes:
        lines.append(f'{o.scenario:26} {o.handshakes:13,.0f} {o.cpu:7.3f} {o.cpu / s.cpu:7.2f} {o.connections:12,.0f} '
                     f'{o.connections / s.max_connections:9.2f} {o.memory:6,.0f} '
                     f'{time(o.seconds) if o.ends else "never":>9}')
    lines.append('')
    if faults:
        lines += [f'TOO MUCH: {fault.text()}' for fault in faults]
    else:
        lines.append(f'holds: no survivor is above {s.load:g}')
    return '\n'.join(lines)


def table(rows: list[tuple[Settings, list[scenarios.Outcome]]], settings: Settings) -> str:
    head = ['balancing', 'connections', 'pods', 'each', 'surge', 'window, minReady', 'clients\' jitter', 'least age',
            'rollout takes', 'peak of a survivor: handshakes/s', 'cores', 'connections', 'MiB']
    lines = [BEGIN, '', '| ' + ' | '.join(head) + ' |', '|' + '--:|' * len(head)]
    for s, outcomes in rows:
        measures = ('handshakes', 'cpu', 'connections', 'memory')
        most = {name: max(getattr(o, name) for o in outcomes) for name in measures}
        cells = [s.balance, f'{s.connections:,}', f'{s.pods:,}', f'{s.connections / s.pods:,.0f}', s.surge,
                 time(s.window), time(s.jitter), time(s.age), time(outcomes[0].seconds), f'{most["handshakes"]:,.0f}',
                 f'{most["cpu"]:.2f}', f'{most["connections"]:,.0f}', f'{most["memory"]:,.0f}']
        lines.append('| ' + ' | '.join(cells) + ' |')
    lines += ['', f'For each pod {settings.cpu:g} cores, {settings.max_connections:,} connections and '
              f'{settings.memory:,.0f} MiB, of which no survivor may exceed {settings.load:g}; '
              f'{settings.rate:g} messages a second on each connection.', '', END]
    return '\n'.join(lines)


def write(file: Path, block: str):
    """Puts the block where the old one is."""
    try:
        document = file.read_text(encoding='utf-8')
    except (OSError, UnicodeDecodeError) as e:
        raise Wrong(f'--write {file}: cannot be read: {getattr(e, "strerror", None) or e}') from e
    if document.count(BEGIN) != 1 or document.count(END) != 1:
        raise Wrong(f'--write {file}: has no generated block, from {BEGIN} to {END}')
    before, rest = document.split(BEGIN)
    after = rest.split(END)[1]
    file.write_text(before + block + after, encoding='utf-8')
