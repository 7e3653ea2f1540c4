"""Hostile notes: is reading them linear, and under 2 s a megabyte?

    python benchmarks/adversarial.py                    # all shapes
    python benchmarks/adversarial.py deep- wiki         # those whose name holds one of these
    python benchmarks/adversarial.py --list
    python benchmarks/adversarial.py --combinations 2000 --seed 7

Prints CPU seconds (best of two) at the largest size, the power by which the time
grows and the peak memory; `!` marks what is over 2 s, grows by more than 1.3, or
holds more than 300 MB. `--combinations` repeats pairs and triples of the literals that our
own scanners look for (after pulldown-cmark's dos-fuzzer), N of them at random;
those that a look at 20 and 80 KB makes suspicious are measured in full.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Iterator
from typing import NamedTuple

from combinations import combinations
from measure import Result, measure
from shapes_containers import CONTAINERS, Make
from shapes_fields import FRONT_MATTER, OPAQUE, TASKS
from shapes_inline import INLINE
from shapes_leaves import LEAVES

MEGABYTE = 1_000_000
FRONT_MATTER_SIZE = 60_000
MOST_SECONDS = 2.0
MOST_EXPONENT = 1.3
MOST_MEMORY = 300


class Shape(NamedTuple):
    name: str
    make: Make
    largest: int

    @property
    def sizes(self) -> tuple[int, ...]:
        return (self.largest // 4, self.largest // 2, self.largest)


def shapes() -> list[Shape]:
    """All shapes of the tables."""
    whole = CONTAINERS | LEAVES | INLINE | TASKS | OPAQUE
    return [
        *(Shape(name, make, MEGABYTE) for name, make in whole.items()),
        *(Shape(name, make, FRONT_MATTER_SIZE) for name, make in FRONT_MATTER.items()),
    ]


def is_bad(result: Result) -> bool:
    return bool(
        result.seconds[-1] > MOST_SECONDS
        or result.exponent > MOST_EXPONENT
        or result.peak > MOST_MEMORY
        or result.raised
    )


def line_of(name: str, result: Result) -> str:
    seconds = result.seconds[-1]
    shown = f"{seconds:8.3f}" if seconds != math.inf else "  gave up"
    exponent = f"{result.exponent:5.2f}" if result.exponent else "    -"
    mark = "!" if is_bad(result) else " "
    return f"{mark} {name:34} {shown} {exponent} {result.peak:6.0f} MB {result.raised}"


def run(chosen: list[Shape], *, repeat: int) -> None:
    """Measure and print each shape, then what was worst."""
    results: dict[str, Result] = {}
    print(f"  {'shape':34} {'seconds':>8} {'power':>5} {'peak':>9}")
    for shape in chosen:
        result = measure(shape.make, shape.sizes, repeat=repeat)
        if is_bad(result):  # noise, perhaps
            result = result.better(measure(shape.make, shape.sizes, repeat=repeat + 2))
        results[shape.name] = result
        print(line_of(shape.name, result), flush=True)
    bad = [name for name, result in results.items() if is_bad(result)]
    slowest = max(results, key=lambda name: results[name].seconds[-1])
    largest = max(results, key=lambda name: results[name].peak)
    print(f"\n{len(results)} shapes, {len(bad)} bad: {', '.join(bad) or 'none'}")
    print(f"slowest: {slowest} {results[slowest].seconds[-1]:.3f} s (allowed {MOST_SECONDS:.0f})")
    print(f"largest: {largest} {results[largest].peak:.0f} MB (allowed {MOST_MEMORY})")


def suspicious(count: int, seed: int) -> Iterator[tuple[str, Make]]:
    for name, make in combinations(count, seed):
        result = measure(make, (20_000, 80_000), repeat=1)
        slow = result.seconds[-1] > MOST_SECONDS / 8
        grows = result.exponent > MOST_EXPONENT
        if result.raised or slow or grows:
            yield name, make


def run_combinations(count: int, seed: int) -> None:
    """Look for combinations of literals that are slow; print those measured in full."""
    start, bad, seen = time.monotonic(), 0, 0
    for name, make in suspicious(count, seed):
        result = measure(make, Shape(name, make, MEGABYTE).sizes, repeat=1)
        seen += 1
        if is_bad(result):
            bad += 1
            print(line_of(name, result), flush=True)
    took = time.monotonic() - start
    print(f"\n{seen} combinations looked at closely, {bad} bad; {took:.0f} s")


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("names", nargs="*", help="parts of names of shapes")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--repeat", type=int, default=2)
    parser.add_argument("--combinations", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chosen = [
        shape
        for shape in shapes()
        if not options.names or any(part in shape.name for part in options.names)
    ]
    if options.list:
        print("\n".join(shape.name for shape in chosen))
    elif options.combinations:
        run_combinations(options.combinations, options.seed)
    elif chosen:
        run(chosen, repeat=options.repeat)
    return 0


if __name__ == "__main__":
    sys.exit(main())
