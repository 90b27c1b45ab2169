"""How many pods, which window, jitter and age keep every survivor below the load; and how many connections a pod carries."""
from __future__ import annotations

import math
from dataclasses import replace

import scenarios
from fleet import Costs, Settings
from values import Wrong

WINDOWS = [1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600]
JITTERS = [0, 1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600]
AGES = [60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400]
SURGES = ['1', '10%', '25%', '50%', '100%']
MANY = 64
"""Pods above which a surge by count is not tried: such a rollout takes hours, and seconds are simulated one by one."""
ATTEMPTS = 60


def faults(settings: Settings, costs: Costs, seed: int, names=scenarios.JUDGED) -> list[scenarios.Fault]:
    found = []
    for name in names:
        found += scenarios.judge(scenarios.run(name, settings, costs, seed), settings)
    return found


def solve(settings: Settings, costs: Costs, seed: int, fixed: set[str]) -> Settings:
    """What is fixed stays. Each of the others is the least that holds, the pods first."""
    if 'surge' not in fixed:
        return _with_the_best_surge(settings, costs, seed, fixed)
    if 'pods' not in fixed:
        settings = replace(settings, pods=_least_pods(settings, costs, seed))
    last: list[scenarios.Fault] = []
    for _ in range(ATTEMPTS):
        settings = _least(settings, costs, seed, 'window', WINDOWS, ('rollout',), fixed)
        settings = _least(settings, costs, seed, 'jitter', JITTERS, ('zone', 'storm'), fixed)
        if settings.age:
            settings = _least(settings, costs, seed, 'age', AGES, ('age',), fixed)
        last = faults(settings, costs, seed)
        if not last:
            return settings
        if 'pods' in fixed:
            break
        settings = replace(settings, pods=settings.pods + max(1, settings.pods // 20))
    raise Wrong('no answer: ' + '; '.join(fault.text() for fault in last) + ', whatever the rest is'
                + ('; fewer connections, more --pods' if 'pods' in fixed else '; more --cpu or --memory for each pod'))


def _with_the_best_surge(settings: Settings, costs: Costs, seed: int, fixed: set[str]) -> Settings:
    """The fewest pods; among equals the smallest surge, which needs the least room on the nodes."""
    found = []
    for surge in SURGES:
        if surge.isdigit() and settings.connections / (settings.load * settings.max_connections) > MANY:
            continue
        try:
            found.append(solve(replace(settings, surge=surge), costs, seed, fixed | {'surge'}))
        except Wrong as e:
            wrong = e
    if not found:
        raise wrong
    return min(found, key=lambda s: s.pods)


def _least(settings: Settings, costs: Costs, seed: int, name: str, choices: list, names, fixed: set[str]) -> Settings:
    """The largest choice where none holds."""
    if name in fixed:
        return settings
    for choice in choices:
        tried = replace(settings, **{name: float(choice)})
        if not faults(tried, costs, seed, names):
            return tried
    return tried


def _least_pods(settings: Settings, costs: Costs, seed: int) -> int:
    """By what window and jitter do not change: connections, memory, and CPU for messages."""
    calm = replace(settings, jitter=float(JITTERS[-1]))

    def holds(pods: int) -> bool:
        tried = replace(calm, pods=pods)
        each = tried.connections / pods
        if costs.base_cpu + each * tried.rate * costs.message / 1e6 > tried.load * tried.cpu:
            return False
        outcomes = [scenarios.run(name, tried, costs, seed) for name in ('rollout', 'zone')]
        return not any(f.measure in ('connections', 'memory', 'refused')
                       for outcome in outcomes for f in scenarios.judge(outcome, tried))

    if costs.base_memory > settings.load * settings.memory or costs.base_cpu >= settings.load * settings.cpu:
        raise Wrong('no answer: a pod without a connection is above the load already; more --cpu or --memory for each pod')
    low = max(2, math.ceil(settings.connections / (settings.load * settings.max_connections)))
    high = low
    while not holds(high):
        low, high = high + 1, high * 2
        if high > 10 * settings.connections + 2:
            raise Wrong('no answer: no number of pods is enough')
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
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
