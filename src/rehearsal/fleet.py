"""A fleet of pods, second by second: who is connected where, who is on the way back, what each pod has to do for it.

Pods that cannot be told apart are one Cohort, so that ten million connections cost no more than ten thousand.
All numbers of a cohort are per pod, and means; what chance adds to them is in chance.py.
"""
from __future__ import annotations

import math
from dataclasses import dataclass, field

MOST_COHORTS = 40
WARM = 10
"""Times as many handshakes as it takes to learn: the pods have served for long."""
AGE_JITTER = 0.1
"""As Timers.java has it: a connection is closed at 0.9 to 1.1 of the maximum age."""
HANDSHAKE_TIMEOUT = 10
SHORTEST_BACKOFF = 0.5
"""Seconds; the bound of a client's second wait, which doubles from there."""


@dataclass(frozen=True)
class Costs:
    handshake_warm: float  # microseconds of CPU, of a process that has seen many
    handshake_cold: float  # the same of its first
    until_warm: float  # handshakes after which the difference has fallen to a third
    end: float  # microseconds of CPU
    tls: float  # microseconds on top of each handshake
    message: float  # microseconds for a message and its echo
    base_cpu: float  # cores of a pod without work
    base_memory: float  # MiB
    connection_memory: float  # KiB

    def handshake(self, made: float, number: float) -> float:
        """Seconds of CPU, on average, of each of the next so many handshakes after those made."""
        part = max(number, 1.0) / self.until_warm
        fallen = math.exp(-made / self.until_warm) * -math.expm1(-part) / part
        excess = (self.handshake_cold - self.handshake_warm) * fallen
        return (self.handshake_warm + self.tls + excess) / 1e6


@dataclass(frozen=True)
class Settings:
    connections: int
    pods: int
    rate: float  # messages a second on each connection
    max_connections: int
    cpu: float  # cores against which load is held: what the pod is promised
    cores: float  # cores that a pod can get at all
    memory: float  # MiB, the limit
    pre_stop: float
    grace: float
    window: float
    surge: str  # a count or a percentage
    unavailable: str
    min_ready: float
    start: float  # seconds from the making of a pod to its readiness
    age: float  # seconds; 0 for none
    balance: str  # random, roundrobin or leastconn
    router_delay: float  # seconds for which a leaving pod still gets connections
    jitter: float  # seconds over which clients spread their first attempt when an end was not announced by a drain
    longest_wait: float  # seconds; the bound of a client's back-off
    zones: int
    load: float

    def share(self, text: str, up: bool) -> int:
        """Pods for a count or a percentage, rounded as Kubernetes does."""
        if not text.endswith('%'):
            return int(text)
        exact = self.pods * int(text[:-1])
        return -(-exact // 100) if up else exact // 100


@dataclass
class Cohort:
    count: int
    open: float = 0.0
    made: float = 0.0  # handshakes served so far
    waiting: float = 0.0  # handshakes that wait for CPU
    arrived: float = 0.0  # in this second
    each: float = 0.0  # seconds of CPU of one of these
    name: str = ''

    @property
    def level(self) -> float:
        return self.open + self.waiting


@dataclass
class Leaving(Cohort):
    """Pods that have been told to go."""
    since: float = 0.0
    begins: float = 0.0  # of the window
    ends: float = 0.0
    rate: float = 0.0  # closes a second, by what is planned so far


@dataclass
class Second:
    """What one second was like for those that stay; per pod, the worst cohort of each."""
    time: int
    handshakes: float = 0.0
    cpu: float = 0.0
    handshake_cpu: float = 0.0  # seconds of one handshake where cpu was highest
    connections: float = 0.0
    ready: int = 0
    closed: float = 0.0  # all pods together
    outside: float = 0.0
    refused: float = 0.0
    timed_out: float = 0.0
    each: dict[str, float] = field(default_factory=dict)  # handshakes of those that have a name


class Fleet:
    def __init__(self, settings: Settings, costs: Costs):
        self.settings, self.costs = settings, costs
        self.time = 0
        each = settings.connections / settings.pods
        self.staying = [Cohort(settings.pods, open=each, made=max(each, WARM * costs.until_warm))]
        self.leaving: list[Leaving] = []
        self.due: dict[int, dict[int, float]] = {}  # second, number of the attempt, clients
        self.outside = 0.0
        self.old_age: dict[int, float] | None = None  # second, connections: only where each is followed
        self.follows_births = True

    # ------------------------------------------------------------ clients

    def come_back(self, clients: float, attempt: int, bound: float, start: int):
        """Each makes an attempt at a random moment within the bound."""
        slots = max(1, math.ceil(bound))
        for k in range(slots):
            part = min(1.0, bound - k) / bound if bound > 1 else 1.0
            attempts = self.due.setdefault(start + k, {})
            attempts[attempt] = attempts.get(attempt, 0.0) + clients * part

    def lose(self, clients: float, jitter: float):
        """Connections have ended; their clients come back, the first of them in this second."""
        if clients > 0:
            self.outside += clients
            self.come_back(clients, 0, jitter, self.time)

    def fail(self, clients: float, attempt: int):
        """They back off: at random, up to a bound that doubles."""
        exponent = min(attempt, 30)
        bound = min(self.settings.longest_wait, max(self.settings.jitter, SHORTEST_BACKOFF) * 2 ** exponent)
        self.come_back(clients, min(attempt + 1, 30), bound, self.time + 1)

    # -------------------------------------------------------- what happens

    def cut(self, cohort: Cohort, count: int):
        """So many pods are gone at once."""
        count = min(count, cohort.count)
        cohort.count -= count
        self.lose(count * cohort.open, self.settings.jitter)
        self.staying = [c for c in self.staying if c.count]

    def cut_all_connections(self):
        """The pods stay; a proxy in front of them does not."""
        for cohort in self.staying:
            self.lose(cohort.count * cohort.open, self.settings.jitter)
            cohort.open = 0.0

    def tell_to_leave(self, cohort: Cohort, count: int):
        s = self.settings
        begins = self.time + s.pre_stop + s.grace
        self.leaving.append(Leaving(count, cohort.open, cohort.made, cohort.waiting, since=self.time,
                                    name=cohort.name, begins=begins, ends=begins + s.window))
        cohort.count -= count
        self.staying = [c for c in self.staying if c.count]

    def join(self, count: int, name: str = ''):
        self.staying.append(Cohort(count, name=name))
        if len(self.staying) > MOST_COHORTS:
            self._merge()

    def _merge(self):
        """The two that are most alike, but for the first, which may still be told to leave."""
        pairs = range(1, len(self.staying) - 2)
        i = min(pairs, key=lambda k: abs(self.staying[k].open - self.staying[k + 1].open))
        a, b = self.staying[i], self.staying.pop(i + 1)
        both = a.count + b.count
        for name in ('open', 'made', 'waiting'):
            setattr(a, name, (getattr(a, name) * a.count + getattr(b, name) * b.count) / both)
        a.count = both

    # ------------------------------------------------------------ a second

    def step(self) -> Second:
        second = Second(self.time)
        self._close_leaving(second)
        self._close_old(second)
        for cohort in self.staying + self.leaving:
            cohort.arrived = 0.0
        for attempt, clients in sorted(self.due.pop(self.time, {}).items()):
            refused = self._route(clients)
            if refused:
                second.refused += refused
                self.fail(refused, attempt)
        for cohort in self.staying + self.leaving:
            self._serve(cohort, second)
        self._look(second)
        self.time += 1
        return second

    def _close_leaving(self, second: Second):
        for pods in self.leaving:
            if pods.begins >= self.time + 1:
                continue
            if pods.rate == 0 and pods.open > 0 and pods.begins >= self.time:
                pods.rate = pods.open / max(self.settings.window, 1e-9)
            within = min(pods.ends, self.time + 1) - max(pods.begins, self.time)
            closed = pods.open if pods.ends <= self.time + 1 else min(pods.open, pods.rate * within)
            pods.open -= closed
            if pods.ends <= self.time + 1:
                closed += pods.waiting
                pods.waiting = 0.0
            second.closed += closed * pods.count
            self.lose(closed * pods.count, 0.0)
        self.leaving = [p for p in self.leaving if p.ends > self.time + 1 or p.level > 0.0]

    def _close_old(self, second: Second):
        if not self.settings.age:
            return
        total = sum(c.open * c.count for c in self.staying)
        if self.old_age is None:
            closed = total / self.settings.age
        else:
            closed = min(total, self.old_age.pop(self.time, 0.0))
        if total > 0 and closed > 0:
            for cohort in self.staying:
                cohort.open *= 1 - closed / total
            second.closed += closed
            self.lose(closed, 0.0)

    def _reachable(self) -> list[Cohort]:
        s = self.settings
        known = [p for p in self.leaving
                 if self.time < p.since + s.router_delay and self.time + 1 < p.ends]
        return [c for c in self.staying + known if c.count and c.level < s.max_connections - 1e-6]

    def _route(self, clients: float) -> float:
        """Gives them to pods; returns those for whom there is no place."""
        while clients > 1e-6:
            reachable = self._reachable()
            if not reachable:
                return clients
            if self.settings.balance == 'leastconn':
                reachable, most = lowest(reachable)
            else:
                most = min(self.settings.max_connections - c.level for c in reachable)
            pods = sum(c.count for c in reachable)
            each = min(clients / pods, most, min(self.settings.max_connections - c.level for c in reachable))
            for cohort in reachable:
                cohort.waiting += each
                cohort.arrived += each
            clients -= each * pods
        return 0.0

    def _serve(self, cohort: Cohort, second: Second):
        """As many as it has CPU for; who waits for too long gives up."""
        if not cohort.waiting:
            return
        each = cohort.each = self.costs.handshake(cohort.made, cohort.waiting)
        possible = max(1.0, (self.settings.cores - self._other_cpu(cohort)) / each)
        served = min(cohort.waiting, possible)
        cohort.waiting -= served
        cohort.open += served
        cohort.made += served
        self.outside -= served * cohort.count
        late = max(0.0, cohort.waiting - possible * HANDSHAKE_TIMEOUT)
        if late:
            cohort.waiting -= late
            second.timed_out += late * cohort.count
            self.fail(late * cohort.count, 0)
        if isinstance(cohort, Leaving) and self.time >= cohort.begins:
            cohort.rate += served / max(1.0, cohort.ends - self.time)
        if self.old_age is not None and self.follows_births:
            self._grow_old(served * cohort.count)

    def _grow_old(self, served: float):
        first = math.ceil(self.time + self.settings.age * (1 - AGE_JITTER))
        last = math.ceil(self.time + self.settings.age * (1 + AGE_JITTER))
        part = served / max(1, last - first)
        for second in range(first, max(last, first + 1)):
            self.old_age[second] = self.old_age.get(second, 0.0) + part

    def _other_cpu(self, cohort: Cohort) -> float:
        return self.costs.base_cpu + cohort.open * self.settings.rate * self.costs.message / 1e6

    def _look(self, second: Second):
        second.outside = self.outside
        ends = 0.0
        for cohort in self.staying:
            second.ready += cohort.count
            if cohort.open > second.connections:
                second.connections = cohort.open
            if cohort.arrived > second.handshakes:
                second.handshakes = cohort.arrived
        if self.old_age is not None:
            ends = second.closed / max(1, second.ready) * self.costs.end / 1e6
        for cohort in self.staying:
            cpu = self._other_cpu(cohort) + cohort.arrived * cohort.each + ends
            if cpu > second.cpu:
                second.cpu, second.handshake_cpu = cpu, cohort.each
        second.each = {c.name: c.arrived for c in self.staying + self.leaving if c.name}


def lowest(cohorts: list[Cohort]) -> tuple[list[Cohort], float]:
    """Those with the fewest connections, and how many more they may take before others are as low."""
    least = min(c.level for c in cohorts)
    low = [c for c in cohorts if c.level - least < 1e-6]
    others = [c.level - least for c in cohorts if c.level - least >= 1e-6]
    return low, min(others, default=math.inf)
