"""The servers to measure: Echosounder, and the peers that setup.sh builds."""
from __future__ import annotations

import os
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
BUILD = REPOSITORY / 'target' / 'bench'
LOGS = BUILD / 'logs'
LOADER = BUILD / 'wsload' / 'wsload'
CERTIFICATE = BUILD / 'wsload' / 'cert.pem'
KEY = BUILD / 'wsload' / 'key.pem'

ECHOSOUNDER = 'echosounder'
RAW = 'raw-tcp'
DEFAULT_PEERS = [RAW, 'bun-uws', 'node-ws']
DEDICATED = 'bun-uws-dedicated'


@dataclass(frozen=True)
class Wire:
    """What lies around the messages; all servers of one table get the same."""
    tls: bool = False
    deflate: str | None = None  # 'takeover' or 'no-context'

    @property
    def port(self) -> str:
        return '{tlsport}' if self.tls else '{port}'

    @property
    def loader_args(self) -> list[str]:
        return (['--tls'] if self.tls else []) + ([f'--deflate={self.deflate}'] if self.deflate else [])


@dataclass
class Server:
    name: str
    command: list[str]  # '{port}', '{tlsport}', '{cert}' and '{key}' are replaced
    needs: Path | None = None  # the file without which it cannot start
    path: str = '/'
    prefix: str = ''  # text the server puts before each echo
    jit: bool = True  # needs the whole warm-up
    own: bool = False  # measured for its own sake: its faults count
    wires: bool = False  # has TLS and permessage-deflate

    @property
    def raw(self) -> bool:
        return self.name == RAW

    @property
    def loader_args(self) -> list[str]:
        args = ['--path', self.path]
        if self.prefix:
            args += ['--prefix', self.prefix]
        return args + (['--raw'] if self.raw else [])


def echosounder(java: list[str], wire: Wire, conns: int) -> Server:
    """The packaged jar with its own defaults, the limits and metrics included."""
    jar = REPOSITORY / 'target' / 'quarkus-app' / 'quarkus-run.jar'
    options = ['-Dquarkus.http.host=127.0.0.1', '-Dquarkus.http.port={port}',
               '-Dechosounder.drain.routing-grace=0s']  # no router has to learn that it stops
    if conns > 9900:  # the default allows 10,000, those included that are just ending
        options.append(f'-Dechosounder.max-connections={conns + 100}')
    if wire.tls:
        options += ['-Dquarkus.http.ssl-port={tlsport}', '-Dquarkus.http.ssl.certificate.files={cert}',
                    '-Dquarkus.http.ssl.certificate.key-files={key}']
    return Server(ECHOSOUNDER, [*java, *options, '-jar', str(jar)], jar, path='/ws', own=True, wires=True)


def peers(java: list[str], loops: int, wire: Wire) -> dict[str, Server]:
    tls = ['--cert', '{cert}', '--key', '{key}'] if wire.tls else []

    def native(name, binary):
        file = BUILD / name / binary
        return Server(name, [str(file), '{port}'], file, jit=False)

    def script(name, folder, runtime, *deflate):
        file = BUILD / folder / 'server.js'
        command = [str(runtime), str(file), '--port', wire.port, *tls, *(deflate if wire.deflate else [])]
        return Server(name, command, file, wires=True)

    def jar(name):
        file = BUILD / name / f'{name}.jar'
        return Server(name, [*java, '-jar', str(file), '{port}', str(loops)], file)

    def quarkus(name):
        file = BUILD / name / 'quarkus-app' / 'quarkus-run.jar'
        options = ['-Dquarkus.http.port={port}', f'-Dquarkus.vertx.event-loops-pool-size={loops}']
        return Server(name, [*java, *options, '-jar', str(file)], file, path='/echo')

    bun = BUILD / 'bun-uws' / 'node_modules' / '.bin' / 'bun'
    known = [native(RAW, 'rawecho'), script('bun-uws', 'bun-uws', bun, '--deflate', 'shared'),
             script('node-ws', 'node-ws', 'node', '--deflate'),
             jar('netty'), jar('vertx5'), quarkus('quarkus-plain')]
    if wire.deflate:
        known.insert(2, script(DEDICATED, 'bun-uws', bun, '--deflate', 'dedicated'))
    return {s.name: s for s in known}


def java_command(flags: str) -> list[str]:
    """JAVA_HOME's java, or the one on the path, with options its version knows."""
    home = os.environ.get('JAVA_HOME')
    java = str(Path(home) / 'bin' / 'java') if home else 'java'
    options = shlex.split(flags) + ['--enable-native-access=ALL-UNNAMED']
    if java_major(java) >= 23:  # otherwise Netty has to work around Unsafe
        options.append('--sun-misc-unsafe-memory-access=allow')
    return [java, *options]


def java_version(java: str) -> str:
    try:
        out = subprocess.run([java, '-version'], capture_output=True, text=True).stderr
        return out.split('"')[1]
    except (OSError, IndexError):
        return ''


def java_major(java: str) -> int:
    major = java_version(java).split('.')[0].split('-')[0]
    return int(major) if major.isdigit() else 0
