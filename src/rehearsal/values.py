"""What the chart's values.yaml says. Only scalars in block style are read, which is all that is needed."""
from __future__ import annotations

import re
from pathlib import Path

LINE = re.compile(r'^( *)([A-Za-z][\w-]*):(?: +(.*?))?\s*$')
UNITS = {'ms': 0.001, 's': 1, 'm': 60, 'h': 3600, '': 1}
SIZES = {'': 1 / 2 ** 20, 'Ki': 1 / 2 ** 10, 'Mi': 1, 'Gi': 2 ** 10, 'Ti': 2 ** 20,
         'k': 1e3 / 2 ** 20, 'M': 1e6 / 2 ** 20, 'G': 1e9 / 2 ** 20}


class Wrong(Exception):
    """Input that cannot be taken, in words for the one who gave it."""


def read(file: Path) -> dict[str, str]:
    """`config.drain.window` and the like, each with its text."""
    try:
        lines = file.read_text(encoding='utf-8').splitlines()
    except (OSError, UnicodeDecodeError) as e:
        raise Wrong(f'--values {file}: cannot be read: {getattr(e, "strerror", None) or e}') from e
    found: dict[str, str] = {}
    path: list[tuple[int, str]] = []
    for line in lines:
        match = LINE.match(line.split(' #')[0])
        if not match:
            continue
        indent, key, value = len(match[1]), match[2], match[3]
        while path and path[-1][0] >= indent:
            path.pop()
        path.append((indent, key))
        if value:
            found['.'.join(name for _, name in path)] = value.strip('\'"')
    return found


def seconds(text: str, name: str) -> float:
    match = re.fullmatch(r'(\d+(?:\.\d+)?)(ms|s|m|h|)', text)
    if not match:
        raise Wrong(f'{name} is a duration such as 500ms, 20s, 5m or 1h, not {text}')
    return float(match[1]) * UNITS[match[2]]


def cores(text: str, name: str) -> float:
    match = re.fullmatch(r'(\d+(?:\.\d+)?)(m?)', text)
    if not match or float(match[1]) == 0:
        raise Wrong(f'{name} is CPU as Kubernetes has it, such as 250m or 1, not {text}')
    return float(match[1]) / (1000 if match[2] else 1)


def mebibytes(text: str, name: str) -> float:
    match = re.fullmatch(r'(\d+(?:\.\d+)?)(Ki|Mi|Gi|Ti|k|M|G|)', text)
    if not match or float(match[1]) * SIZES[match[2]] < 1:
        raise Wrong(f'{name} is memory as Kubernetes has it, such as 512Mi or 1Gi, and 1Mi at least, not {text}')
    return float(match[1]) * SIZES[match[2]]
