"""How the processes are run and looked at: priority, CPUs, memory, sockets."""
from __future__ import annotations

import os
import resource
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from servers import CERTIFICATE, KEY, LOGS, Server, Wire


def prioritize():
    """Runs in the child: more file descriptors and a higher priority, where permitted.

    Who starts the benchmark under nice wants it to yield: then it stays that nice. With
    kernel.sched_autogroup_enabled=1 nice counts only within a session, hence the session's own value as well.
    """
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yielding = os.nice(0)
    try:
        Path('/proc/self/autogroup').write_text(str(yielding if yielding > 0 else -10))
    except OSError:
        pass
    if yielding > 0:
        return
    try:
        os.nice(-5)
    except OSError:
        pass


def spawn(command: list[str], cpus: set[int], **kwargs) -> subprocess.Popen:
    """Starts a process in its own session, pinned to the CPUs given (if any)."""
    def prepare():
        prioritize()
        if cpus:
            os.sched_setaffinity(0, cpus)
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True,
                            preexec_fn=prepare, **kwargs)


def stop(process: subprocess.Popen):
    """Ends the process's whole session, gently first."""
    for sig in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sig)
        except ProcessLookupError:
            pass
        try:
            process.wait(5)
            if sig == signal.SIGTERM and not session_members(process.pid):
                return
        except subprocess.TimeoutExpired:
            pass


def session_members(sid: int) -> list[int]:
    members = []
    for entry in os.listdir('/proc'):
        try:
            if entry.isdigit() and os.getsid(int(entry)) == sid and status(int(entry), 'State') != 'Z':
                members.append(int(entry))
        except OSError:
            pass
    return members


def listener_inodes(port: int) -> set[str]:
    """Sockets listening on the port.  No probe connection: it could disturb the server."""
    inodes = set()
    for table in ('/proc/net/tcp', '/proc/net/tcp6'):
        if not os.path.exists(table):
            continue
        for line in open(table):
            field = line.split()
            if field[3] == '0A' and field[1].endswith(f':{port:04X}'):
                inodes.add(f'socket:[{field[9]}]')
    return inodes


def owner(inodes: set[str], sid: int) -> int | None:
    """The process of the session that has one of the sockets open."""
    for pid in session_members(sid):
        try:
            for fd in os.scandir(f'/proc/{pid}/fd'):
                if os.readlink(fd.path) in inodes:
                    return pid
        except OSError:
            pass
    return None


def status(pid: int, key: str) -> str:
    """First word of a line in /proc/PID/status."""
    for line in open(f'/proc/{pid}/status'):
        if line.startswith(key + ':'):
            return line.split()[1]
    return ''


def rss_mib(pid: int) -> float:
    return int(status(pid, 'VmRSS') or 0) / 1024


def cpu_ms(pid: int) -> float:
    """CPU time of all live threads."""
    total = 0
    for task in Path(f'/proc/{pid}/task').iterdir():
        total += int((task / 'schedstat').read_text().split()[0])
    return total / 1e6


def free_port(start: int) -> int:
    for port in range(start, 65536):
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                s.bind(('127.0.0.1', port))
                return port
            except OSError:
                pass
    raise SystemExit('no free port')


def replaced(word: str, values: dict) -> str:
    for name, value in values.items():
        word = word.replace(name, str(value))
    return word


class Running:
    """One server process."""
    next_port = 24100

    def __init__(self, server: Server, cpus: set[int], wire: Wire):
        LOGS.mkdir(parents=True, exist_ok=True)
        self.server = server
        port = free_port(Running.next_port)
        tls_port = free_port(port + 1)
        Running.next_port = tls_port + 1
        self.port = tls_port if wire.tls else port
        values = {'{port}': port, '{tlsport}': tls_port, '{cert}': CERTIFICATE, '{key}': KEY}
        self.log = LOGS / f'run-{server.name}.log'
        command = [replaced(word, values) for word in server.command]
        with open(self.log, 'w') as log:
            self.process = spawn(command, cpus, stdout=log, stderr=log)
        self.pid = self.process.pid

    def wait_listening(self, seconds: float = 120) -> bool:
        """Waits, and finds the process that serves (the command may be a wrapper)."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            inodes = listener_inodes(self.port)
            if inodes:
                self.pid = owner(inodes, self.process.pid) or self.pid
                return True
            time.sleep(0.05)
        return False

    def ending(self) -> str:
        """Why a server did not come up: exit status and the end of its log."""
        code = self.process.poll()
        state = 'still running' if code is None else f'exit status {code}'
        lines = [l.strip() for l in self.log.read_text(errors='replace').splitlines() if l.strip()]
        return f'{state}: {" / ".join(lines[-3:])[-300:]}'

    def priority(self) -> str:
        """For the table's head."""
        try:
            group = Path(f'/proc/{self.pid}/autogroup').read_text().split()[-1]
        except OSError:
            group = 'none'
        return f'nice {os.getpriority(os.PRIO_PROCESS, self.pid)}, autogroup {group}'

    def live_heap_kib(self) -> float | None:
        """Java: bytes of live objects after a full collection."""
        exe = Path(os.readlink(f'/proc/{self.pid}/exe'))
        if exe.name != 'java':
            return None
        beside = exe.with_name('jcmd')
        jcmd = str(beside) if beside.exists() else shutil.which('jcmd')
        if not jcmd:
            return None
        try:
            out = subprocess.run([jcmd, str(self.pid), 'GC.class_histogram'],
                                 capture_output=True, text=True, timeout=60).stdout
            return int(out.split('Total')[-1].split()[1]) / 1024
        except (subprocess.SubprocessError, IndexError, ValueError):
            return None

    def stop(self):
        stop(self.process)
