"""What can happen to a fleet, and the worst that it does to a pod that stays."""
from __future__ import annotations

import math
import random
from dataclasses import dataclass, field, replace

from chance import fullest_of, most_of
from fleet import AGE_JITTER, Costs, Fleet, Second, Settings

LONGEST = 7 * 24 * 3600
"""Seconds after which a scenario that does not come to an end is given up."""
SETTLED = 60


@dataclass
class Leave:
    """One of several, from the moment at which it is told to leave to that at which the next one is."""
    name: str
    handshakes: dict[str, float] = field(default_factory=dict)  # of each instance
    peaks: dict[str, float] = field(default_factory=dict)  # in its busiest second
    closed: float = 0.0

    def see(self, second: Second):
        self.closed += second.closed
        for name, number in second.each.items():
            self.handshakes[name] = self.handshakes.get(name, 0.0) + number
            self.peaks[name] = max(self.peaks.get(name, 0.0), number)


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
        if self.leaves:
            self.leaves[-1].see(second)


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
    while fleet.time < LONGEST:
        for batch in [b for b in starting if b[0] <= fleet.time and not b[3]]:
            fleet.join(batch[2])
            batch[3] = True
        available += sum(b[2] for b in starting if b[1] <= fleet.time)
        starting = [b for b in starting if b[1] > fleet.time]
        leave = min(old.count, old.count + available - (settings.pods - unavailable))
        if leave > 0:
            fleet.tell_to_leave(old, leave)
        new = min(settings.pods + surge - old.count, settings.pods) - available - sum(b[2] for b in starting)
        if new > 0:
            ready = fleet.time + settings.start
            starting.append([ready, ready + settings.min_ready, new, False])
        outcome.see(fleet.step(), settings, costs, at_random)
        if available == settings.pods and not fleet.leaving and fleet.outside < 0.5:
            break
    outcome.seconds, outcome.ends = fleet.time, fleet.time < LONGEST
    return outcome


def one_by_one(settings: Settings, costs: Costs, at_random: random.Random) -> Outcome:
    """As src/rehearsal/run does it: each is told to leave, is awaited, started again, and given three seconds."""
    fleet, outcome = Fleet(settings, costs), Outcome('one by one')
    names = [str(i + 1) for i in range(settings.pods)]
    each = fleet.staying[0]
    fleet.staying = [replace(each, count=1, name=name) for name in names]
    for name in names:
        outcome.leaves.append(Leave(name))
        fleet.tell_to_leave(next(c for c in fleet.staying if c.name == name), 1)
        gone = fleet.leaving[-1]
        while gone in fleet.leaving:
            outcome.see(fleet.step(), settings, costs, at_random)
        ready = fleet.time + settings.start
        while fleet.time < ready:
            outcome.see(fleet.step(), settings, costs, at_random)
        fleet.join(1, name)
        for _ in range(3):
            outcome.see(fleet.step(), settings, costs, at_random)
    outcome.seconds = fleet.time
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


SCENARIOS = {'rollout': rollout, 'zone': zone_lost, 'storm': storm, 'storm-at-once': storm_at_once, 'age': old_age,
             'one-by-one': one_by_one}
JUDGED = ('rollout', 'zone', 'storm', 'age')


@dataclass(frozen=True)
class Fault:
    scenario: str
    measure: str  # cpu, connections, memory, refused, handshakeTimeouts
    share: float

    def text(self) -> str:
        if self.measure in ('refused', 'handshakeTimeouts'):
            return f'{self.scenario}: {self.share:.0f} {"refused attempts" if self.measure == "refused" else "handshakes timed out"}'
        return f'{self.scenario}: {self.measure} of a survivor at {self.share:.2f} of what it has'


def judge(outcome: Outcome, settings: Settings) -> list[Fault]:
    """What is above the load. Memory may not be given back, hence it is held against the limit alike."""
    shares = {'cpu': outcome.cpu / settings.cpu, 'connections': outcome.connections / settings.max_connections,
              'memory': outcome.memory / settings.memory}
    faults = [Fault(outcome.scenario, name, share) for name, share in shares.items()
              if share > settings.load + 1e-9]
    if outcome.refused > 0.5:
        faults.append(Fault(outcome.scenario, 'refused', outcome.refused))
    if outcome.timed_out > 0.5:
        faults.append(Fault(outcome.scenario, 'handshakeTimeouts', outcome.timed_out))
    return faults
