"""Which pods, window, jitter and age keep every survivor below the load, and how many connections a pod carries."""
from __future__ import annotations

import math
from dataclasses import replace

import scenarios
from fleet import Costs, Settings
from values import Wrong

WINDOWS = [1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120]
"""Two minutes are what nodes are given at most to be drained, on many platforms."""
JITTERS = [0, 1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600]
AGES = [60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400]
SURGES = ['1', '10%', '20%', '25%', '50%', '100%']
MANY = 64
"""Pods above which a surge by count is not tried: such a rollout takes hours, and seconds are simulated one by one."""


def faults(settings: Settings, costs: Costs, seed: int, names=scenarios.JUDGED) -> list[scenarios.Fault]:
    found = []
    for name in names:
        found += scenarios.judge(scenarios.run(name, settings, costs, seed), settings)
    return found


def solve(settings: Settings, costs: Costs, seed: int, fixed: set[str]) -> Settings:
    """What is fixed stays. The pods come first: the fewest, and then the shortest window with which so few suffice."""
    if costs.base_memory > settings.load * settings.memory or costs.base_cpu >= settings.load * settings.cpu:
        raise Wrong('no answer: a pod without a connection is above the load already; more --cpu or --memory for each')
    windows = [settings.window] if 'window' in fixed else [float(w) for w in WINDOWS]
    surges = [settings.surge] if 'surge' in fixed else _surges(settings)
    # Among equals the first stays: the smallest surge, which needs the least room on the nodes.
    best: Settings | None = None
    tried = settings
    for surge in surges:
        for window in windows:
            tried = replace(settings, surge=surge, window=window)
            if 'min_ready' not in fixed:  # one wave at a time
                tried = replace(tried, min_ready=max(tried.min_ready, window))
            if 'pods' in fixed:
                best = best or (tried if _holds(tried, costs, seed) else None)
                continue
            if best and not _holds(replace(tried, pods=best.pods - 1), costs, seed):
                continue
            pods = _least_pods(tried, costs, seed, best.pods - 1 if best else 0)
            if pods:
                best = replace(tried, pods=pods)
    if best is None:
        why = _obstacles(tried, costs, seed)
        raise Wrong('no answer: ' + ('; '.join(f.text() for f in why) or 'no number of pods is enough')
                    + '; more --cpu or --memory for each pod, a larger --window, or fewer connections')
    best = _least(best, costs, seed, 'jitter', JITTERS, ('zone', 'storm'), fixed)
    if best.age and 'age' not in fixed:
        best = _least(best, costs, seed, 'age', AGES, ('rollout', 'age'), fixed)
    left = faults(best, costs, seed)
    if left:
        raise Wrong('no answer: ' + '; '.join(f.text() for f in left) + ', whatever is left to choose')
    return best


def _surges(settings: Settings) -> list[str]:
    pods = settings.pods if settings.pods > 2 else settings.connections / (settings.load * settings.max_connections)
    return [s for s in SURGES if not s.isdigit() or pods <= MANY]


def _least(settings: Settings, costs: Costs, seed: int, name: str, choices: list, names, fixed: set[str]) -> Settings:
    """The largest choice where none holds."""
    if name in fixed:
        return settings
    for choice in choices:
        tried = replace(settings, **{name: float(choice)})
        if not faults(tried, costs, seed, names):
            return tried
    return tried


def _obstacles(settings: Settings, costs: Costs, seed: int) -> list[scenarios.Fault]:
    """What speaks against so many pods. After a loss, only where clients end up: how fast depends on their jitter."""
    if settings.connections > settings.pods * settings.load * settings.max_connections:
        share = settings.connections / settings.pods / settings.max_connections
        return [scenarios.Fault('at rest', 'connections', share)]
    busy = costs.base_cpu + settings.connections / settings.pods * settings.rate * costs.message / 1e6
    if busy > settings.load * settings.cpu:
        return [scenarios.Fault('at rest', 'cpu', busy / settings.cpu)]
    lost = faults(replace(settings, jitter=0.0), costs, seed, ('zone',))
    return ([f for f in lost if f.measure in ('connections', 'memory', 'refused')]
            or faults(settings, costs, seed, ('rollout',)))


def _holds(settings: Settings, costs: Costs, seed: int) -> bool:
    return settings.pods > 1 and not _obstacles(settings, costs, seed)


def _least_pods(settings: Settings, costs: Costs, seed: int, known: int) -> int:
    """0 where no number is enough. Of a known number it holds."""
    least = max(2, math.ceil(settings.connections / (settings.load * settings.max_connections)))
    low, high = least, known or least
    while not known and not _holds(replace(settings, pods=high), costs, seed):
        low, high = high + 1, high * 2
        if high > 64 * least:
            return 0
    while low < high:
        middle = (low + high) // 2
        if _holds(replace(settings, pods=middle), costs, seed):
            high = middle
        else:
            low = middle + 1
    return high


def carried(settings: Settings, costs: Costs, seed: int) -> int:
    """The most connections of a pod, on average, with which nothing is above the load; by hundreds."""
    def holds(hundreds: int) -> bool:
        return not faults(replace(settings, connections=hundreds * 100 * settings.pods), costs, seed)

    low, high = 0, settings.max_connections // 100
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low * 100
