"""What can happen to a fleet, and the worst that it does to a pod that stays."""
from __future__ import annotations

import math
import random
from dataclasses import dataclass, field, replace

from chance import fullest_of, most_of
from fleet import AGE_JITTER, Costs, Fleet, Second, Settings

PATIENCE = 3600
"""Seconds beyond those that are to be expected, after which a scenario that does not come to an end is given up."""
SETTLED = 60
TICKS = 10
"""To a second, where seconds are too coarse."""


@dataclass
class Leave:
    """One of several, from the moment at which it is told to leave to that at which the next one is."""
    name: str
    begins: int
    closed: float = 0.0
    seconds: dict[str, dict[int, float]] = field(default_factory=dict)  # of each instance, in each second from begins

    def see(self, tick: Second):
        self.closed += tick.closed
        second = (tick.time - self.begins) // TICKS
        for name, number in tick.each.items():
            own = self.seconds.setdefault(name, {})
            own[second] = own.get(second, 0.0) + number

    def handshakes(self, name: str) -> float:
        return sum(self.seconds[name].values())

    def busiest(self, name: str) -> float:
        return max(self.seconds[name].values())


@dataclass
class Outcome:
    """The worst second of a survivor, by each measure, and the time that all of it took."""
    scenario: str
    handshakes: float = 0.0
    cpu: float = 0.0
    connections: float = 0.0
    memory: float = 0.0
    seconds: float = 0.0
    outside: float = 0.0
    refused: float = 0.0
    timed_out: float = 0.0
    ends: bool = True
    leaves: list[Leave] = field(default_factory=list)

    def see(self, second: Second, settings: Settings, costs: Costs, at_random: random.Random):
        handshakes, cpu = second.handshakes, second.cpu
        # What could not become the worst is not drawn.
        if settings.balance == 'random' and 2 * handshakes + 10 > self.handshakes:
            handshakes = most_of(second.handshakes, second.ready, at_random)
            cpu += max(0.0, handshakes - second.handshakes) * second.handshake_cpu
        connections = second.connections
        if settings.balance == 'random':
            connections = min(float(settings.max_connections), fullest_of(connections, second.ready))
        self.handshakes = max(self.handshakes, handshakes)
        self.cpu = max(self.cpu, cpu)
        self.connections = max(self.connections, connections)
        self.memory = max(self.memory, costs.base_memory + connections * costs.connection_memory / 1024)
        self.outside = max(self.outside, second.outside)
        self.refused += second.refused
        self.timed_out += second.timed_out


def run(name: str, settings: Settings, costs: Costs, seed: int) -> Outcome:
    return SCENARIOS[name](settings, costs, random.Random(f'{seed} {name}'))


def rollout(settings: Settings, costs: Costs, at_random: random.Random) -> Outcome:
    """As the Deployment's controller does it: a pod that leaves is no longer counted, a new one is available once it
    has been ready for minReadySeconds."""
    fleet, outcome = Fleet(settings, costs), Outcome('rollout')
    surge = settings.share(settings.surge, up=True)
    unavailable = settings.share(settings.unavailable, up=False)
    if surge == 0 and unavailable == 0:
        unavailable = 1
    old, starting, available = fleet.staying[0], [], 0  # starting: (ready, available, count, has joined)
    batches = settings.pods // (surge + unavailable) + 2
    end = (batches * (settings.start + settings.min_ready + 2) + settings.pre_stop + settings.grace + settings.window
           + PATIENCE)
    while fleet.time < end:
        for ready in [b for b in starting if b[0] <= fleet.time and not b[3]]:
            fleet.join(ready[2])
            ready[3] = True
        available += sum(b[2] for b in starting if b[1] <= fleet.time)
        starting = [b for b in starting if b[1] > fleet.time]
        leave = min(old.count, old.count + available - (settings.pods - unavailable))
        if leave > 0:
            fleet.tell_to_leave(old, leave)
        new = min(settings.pods + surge - old.count, settings.pods) - available - sum(b[2] for b in starting)
        if new > 0:
            at = fleet.time + settings.start
            starting.append([at, at + settings.min_ready, new, False])
        outcome.see(fleet.step(), settings, costs, at_random)
        if available == settings.pods and not fleet.leaving and fleet.outside < 0.5:
            break
    outcome.seconds, outcome.ends = fleet.time, fleet.time < end
    return outcome


def one_by_one(settings: Settings, costs: Costs, at_random: random.Random) -> Outcome:
    """As src/rehearsal/run does it: each is told to leave, is awaited, started again, and given three seconds. By the
    tenth of a second, since a proxy that does not know sends clients back to the one that leaves, faster and faster."""
    s = settings
    fine = replace(s, pre_stop=s.pre_stop * TICKS, grace=s.grace * TICKS, window=s.window * TICKS, rate=s.rate / TICKS,
                   router_delay=s.router_delay * TICKS, cores=s.cores / TICKS, age=s.age * TICKS)
    fleet = Fleet(fine, replace(costs, base_cpu=costs.base_cpu / TICKS))
    outcome = Outcome('one by one')
    names = [str(i + 1) for i in range(s.pods)]
    fleet.staying = [replace(fleet.staying[0], count=1, name=name) for name in names]
    for name in names:
        leave = Leave(name, fleet.time)
        outcome.leaves.append(leave)

        def tick():
            second = fleet.step()
            leave.see(second)
            outcome.connections = max(outcome.connections, second.connections)

        fleet.tell_to_leave(next(c for c in fleet.staying if c.name == name), 1)
        gone = fleet.leaving[-1]
        while gone in fleet.leaving:
            tick()
        for _ in range(round(s.start * TICKS)):
            tick()
        fleet.join(1, name)
        for _ in range(3 * TICKS):
            tick()
        outcome.handshakes = max(outcome.handshakes, *(leave.busiest(n) for n in names))
    outcome.seconds = fleet.time / TICKS
    return outcome


def zone_lost(settings: Settings, costs: Costs, at_random: random.Random) -> Outcome:
    """All pods of the fullest zone end at once, and none replaces them."""
    fleet, outcome = Fleet(settings, costs), Outcome('zone lost')
    fleet.cut(fleet.staying[0], math.ceil(settings.pods / min(settings.zones, settings.pods)))
    return until_back(fleet, outcome, settings, costs, at_random)


def storm(settings: Settings, costs: Costs, at_random: random.Random) -> Outcome:
    """A load balancer restarts: every connection ends at once, every pod stays."""
    fleet, outcome = Fleet(settings, costs), Outcome('reconnect storm')
    fleet.cut_all_connections()
    return until_back(fleet, outcome, settings, costs, at_random)


def storm_at_once(settings: Settings, costs: Costs, at_random: random.Random) -> Outcome:
    """The same with clients that do not wait."""
    outcome = storm(replace(settings, jitter=0.0), costs, at_random)
    outcome.scenario = 'the same without jitter'
    return outcome


def until_back(fleet: Fleet, outcome: Outcome, settings: Settings, costs: Costs, at_random: random.Random) -> Outcome:
    end = SETTLED * 10 + int(settings.jitter)
    while fleet.time < end:
        outcome.see(fleet.step(), settings, costs, at_random)
        if fleet.outside < max(0.5, settings.connections / (settings.age or math.inf)):
            break
    outcome.seconds, outcome.ends = fleet.time, fleet.time < end
    return outcome


def old_age(settings: Settings, costs: Costs, at_random: random.Random) -> Outcome:
    """All connections were made at about the same time, as after a storm, and so they grow old together. Without an
    age there is nothing to see."""
    outcome = Outcome('maximum age')
    if not settings.age:
        return outcome
    fleet = Fleet(settings, costs)
    fleet.old_age = {}
    fleet.cut_all_connections()
    until_back(fleet, Outcome(''), replace(settings, age=0.0), costs, at_random)
    fleet.follows_births = False
    # Nothing happens until the first of them is old enough.
    idle = int(settings.age * (1 - AGE_JITTER)) - 2
    if fleet.time < idle:
        fleet.time = idle
    end = settings.age * (1 + AGE_JITTER) + settings.jitter + 2
    while fleet.time < end:
        outcome.see(fleet.step(), settings, costs, at_random)
    outcome.seconds = settings.age * 2 * AGE_JITTER
    return outcome


def full(settings: Settings, costs: Costs, at_random: random.Random) -> Outcome:
    """A pod that holds all that it accepts, as it may where balancing is uneven."""
    most = settings.max_connections
    return Outcome('a full pod', cpu=costs.base_cpu + most * settings.rate * costs.message / 1e6, connections=most,
                   memory=costs.base_memory + most * costs.connection_memory / 1024)


SCENARIOS = {'rollout': rollout, 'zone': zone_lost, 'storm': storm, 'storm-at-once': storm_at_once, 'age': old_age,
             'full': full, 'one-by-one': one_by_one}
JUDGED = ('rollout', 'zone', 'storm', 'age', 'full')


@dataclass(frozen=True)
class Fault:
    scenario: str
    measure: str  # cpu, connections, memory, end, refused or handshakeTimeouts
    share: float

    def text(self) -> str:
        if self.measure == 'end':
            return f'{self.scenario}: some clients never get back'
        if self.measure in ('refused', 'handshakeTimeouts'):
            what = 'refused attempts' if self.measure == 'refused' else 'handshakes timed out'
            return f'{self.scenario}: {self.share:,.0f} {what}'
        return f'{self.scenario}: {self.measure} of a survivor at {self.share:.2f} of what it has'


def judge(outcome: Outcome, settings: Settings) -> list[Fault]:
    """What is above the load. A full pod is above it in connections, and may not be in memory."""
    shares = {'cpu': outcome.cpu / settings.cpu, 'connections': outcome.connections / settings.max_connections,
              'memory': outcome.memory / settings.memory}
    if outcome.scenario == 'a full pod':
        shares = {'memory': shares['memory']}
    faults = [Fault(outcome.scenario, name, share) for name, share in shares.items()
              if share > settings.load + 1e-9]
    if not outcome.ends:
        faults.append(Fault(outcome.scenario, 'end', 0.0))
    if outcome.refused > 0.5:
        faults.append(Fault(outcome.scenario, 'refused', outcome.refused))
    if outcome.timed_out > 0.5:
        faults.append(Fault(outcome.scenario, 'handshakeTimeouts', outcome.timed_out))
    return faults
