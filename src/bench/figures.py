"""The tables of the READMEs, from results.json, in English and Chinese."""
from __future__ import annotations

import textwrap

from report import number

BASE = 'bun-uws'  # what ratios refer to
SERVERS = {
    'raw-tcp': ('raw TCP echo in C, the floor', 'C 写的纯 TCP 回声（下限）'),
    'echosounder': ('Echosounder, `/ws`', 'Echosounder，`/ws`'),
    'echosounder-root': ('Echosounder, `/` with its prefix of 14 bytes', 'Echosounder，`/`，前缀 14 字节'),
    'bun-uws': ('uWebSockets in Bun', 'Bun 里的 uWebSockets'),
    'bun-uws-dedicated': ('uWebSockets in Bun, a compressor per connection', 'Bun 里的 uWebSockets，每个连接一个压缩器'),
    'node-ws': ('ws on Node.js', 'Node.js 上的 ws'),
}

# Columns: part, cell, primary metric, title.
MESSAGES = [
    ('plain', '125x64x1', 'srv_cpu_us_msg', ('125 B', '125 B')),
    ('plain', '125x64x16', 'srv_cpu_us_msg', ('125 B, 16 in flight', '125 B，各 16 条在途')),
    ('plain', '16384x64x1', 'srv_cpu_us_msg', ('16 KiB', '16 KiB')),
    ('plain', '1048576x1x1', 'srv_cpu_us_msg', ('1 MiB, 1 connection', '1 MiB，1 个连接')),
]
TLS = [
    ('tls', '125x64x1', 'srv_cpu_us_msg', ('TLS, 125 B', 'TLS，125 B')),
    ('tls', '125x64x16', 'srv_cpu_us_msg', ('TLS, 125 B, 16 in flight', 'TLS，125 B，各 16 条在途')),
    ('tls', '16384x64x16', 'srv_cpu_us_msg', ('TLS, 16 KiB, 16 in flight', 'TLS，16 KiB，各 16 条在途')),
]
DEFLATE = [
    ('takeover', '1024x64x1', 'srv_cpu_us_msg', ('context takeover', '保留上下文')),
    ('takeover', '1024x64x16', 'srv_cpu_us_msg', ('the same, 16 in flight', '同左，各 16 条在途')),
    ('no-context', '1024x64x1', 'srv_cpu_us_msg', ('no context takeover', '不保留上下文')),
    ('no-context', '1024x64x16', 'srv_cpu_us_msg', ('the same, 16 in flight', '同左，各 16 条在途')),
]
CONNECTIONS = [
    ('handshake', 'plain', 'hs_cpu_us', ('handshake', '握手')),
    ('handshake-tls', 'full', 'hs_cpu_us', ('over TLS', '经 TLS')),
    ('handshake-resumed', 'resumed', 'hs_cpu_us', ('TLS session resumed', '恢复的 TLS 会话')),
]
TEXT = {
    'head': (
        'Server CPU in microseconds, and its ratio to uWebSockets (in Bun) in the same round; lower is better. {date}, {cpu}, '
        'Linux {kernel}, Java {java}; one core for the server, all checks, limits and metrics on; {rounds}; every echo '
        'compared byte by byte, {faults}.{spread}',
        '服务器的 CPU 微秒数，以及与同一轮中 uWebSockets（Bun）之比，越低越好。{date}，{cpu}，Linux {kernel}，Java {java}；'
        '服务器用一个核，检查、限制、指标全部开启；{rounds}；每条回声逐字节比较，{faults}。{spread}'),
    'rounds': ('medians of {rounds} interleaved rounds', '{rounds} 轮交错运行的中位数'),
    'round': ('a single short round', '只有短短一轮'),
    'spread': (' The rounds of a figure differ by {low:.0%} to {high:.0%}; a difference below that says nothing.',
               '同一数字的各轮相差 {low:.0%} 到 {high:.0%}，小于它的差别不说明什么。'),
    'faults': ('no faults', '无差错'),
    'messages': ('text message, 64 connections', '文本消息，64 个连接'),
    'tls': ('text message over TLS 1.3 (AES-128-GCM), 64 connections', '经 TLS 1.3（AES-128-GCM）的文本消息，64 个连接'),
    'deflate': ('JSON of 1 KiB with permessage-deflate, 64 connections', '1 KiB 的 JSON，permessage-deflate，64 个连接'),
    'connections': ('connection, from TCP to its Close (per second)', '连接，从 TCP 到 Close（每秒个数）'),
    'idle': ('RSS per idle connection, KiB; {conns:.0f} of them', '{conns:.0f} 个空闲连接，每个的 RSS（KiB）'),
    'heap': (' An idle connection costs {heap} KiB of heap.', '一个空闲连接占 {heap} KiB 堆。'),
    'stream': (
        '`/ws/stream` sends {asked:.0f} messages of {size:.0f} B a second to {conns:.0f} connections for {cpu} us each; of 100, 99 '
        'arrive within {delay} ms.',
        '`/ws/stream` 每秒向 {conns:.0f} 个连接发送 {asked:.0f} 条 {size:.0f} 字节的消息，每条 {cpu} 微秒；百分之九十九在 {delay} 毫秒内到达。'),
}


class Figures:
    def __init__(self, results: dict, language: int):
        self.results = results
        self.language = language

    def text(self, key: str, **values) -> str:
        return TEXT[key][self.language].format(**values)

    def entry(self, part: str, cell: str, server: str) -> dict:
        return self.results['parts'].get(part, {}).get(cell, {}).get(server, {})

    def shown(self, part: str, cell: str, metric: str, server: str) -> str:
        entry = self.entry(part, cell, server)
        if metric not in entry:
            return '-'
        ratio = f' ({number(entry["ratio"])})' if 'ratio' in entry else ''
        per_second = f'; {entry["hs_s"]:.0f}/s' if 'hs_s' in entry else ''
        return number(entry[metric]) + ratio + per_second

    def table(self, title: str, columns: list) -> str:
        """Nothing of what was not measured."""
        columns = [column for column in columns if self.results['parts'].get(column[0], {}).get(column[1])]
        servers = [s for s in SERVERS if any(self.entry(part, cell, s) for part, cell, _, _ in columns)]
        if not servers:
            return ''
        lines = [f'| {title} | ' + ' | '.join(names[self.language] for _, _, _, names in columns) + ' |',
                 '|---' * (len(columns) + 1) + '|']
        for server in servers:
            cells = [self.shown(part, cell, metric, server) for part, cell, metric, _ in columns]
            lines.append(f'| {SERVERS[server][self.language]} | ' + ' | '.join(cells) + ' |')
        return '\n'.join(lines)

    def head(self) -> str:
        results = self.results
        low, high = results['spread'] or (None, None)
        rounds = 'rounds' if results['rounds'] > 1 else 'round'
        return self.text(
            'head', **results['environment'], rounds=self.text(rounds, rounds=results['rounds']),
            faults='; '.join(results['faults']) or self.text('faults'),
            spread=self.text('spread', low=low, high=high) if high else '')

    def connections(self) -> str:
        idle = self.entry('idle', 'idle', 'echosounder')
        columns = CONNECTIONS
        if idle:
            titles = tuple(text.format(conns=idle['conns']) for text in TEXT['idle'])
            columns = [*CONNECTIONS, ('idle', 'idle', 'rss_kib_conn', titles)]
        return self.table(self.text('connections'), columns)

    def closing(self) -> str:
        stream, idle = self.entry('stream', 'stream', 'echosounder'), self.entry('idle', 'idle', 'echosounder')
        said = ''
        if stream:
            said = self.text('stream', asked=stream['asked_mps'], size=stream['size'], conns=stream['conns'],
                             cpu=number(stream['srv_cpu_us_msg']), delay=number(stream['p99_us'] / 1000))
        if 'heap_kib_conn' in idle:
            said += self.text('heap', heap=number(idle['heap_kib_conn']))
        return said.strip()

    def wrapped(self, text: str) -> str:
        return textwrap.fill(text, 125, break_long_words=False, break_on_hyphens=False) if self.language == 0 else text

    def block(self) -> str:
        tables = [self.table(self.text(key), columns)
                  for key, columns in (('messages', MESSAGES), ('tls', TLS), ('deflate', DEFLATE))]
        parts = [self.head(), *tables, self.connections(), self.closing()]
        return '\n\n'.join(part if part.startswith('|') else self.wrapped(part) for part in parts if part)
