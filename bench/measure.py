"""Ours and the limit, interleaved A B A B: rates, their ratio, its spread, and the CPU each took."""

import json
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

NOISY = 0.25  # IQR / median above which a run says so
HEADER = (
    f"{'name':<28}{'ours':>12}{'limit':>12}{'ratio':>8}{'iqr':>7}{'pairs':>6}  "
    f"{'unit':<14}{'load':>5}{'cpu':>9}{'cpu lim':>9}"
)


@dataclass(frozen=True)
class Result:
    """One line. `ours` and `limit` are medians in `unit`; cpu is microseconds of this process per operation."""

    name: str
    ours: float
    limit: float
    ratio: float
    iqr: float
    pairs: int
    unit: str
    load: float
    cpu_ours: float
    cpu_limit: float

    def __str__(self):
        noisy = "  noisy" if self.iqr > NOISY else ""
        return (
            f"{self.name:<28}{self.ours:>12.1f}{self.limit:>12.1f}{self.ratio:>8.2f}{self.iqr:>7.2f}{self.pairs:>6}  "
            f"{self.unit:<14}{self.load:>5.1f}{self.cpu_ours:>9.1f}{self.cpu_limit:>9.1f}{noisy}"
        )

    def as_json(self) -> str:
        return json.dumps(asdict(self))


@dataclass(frozen=True)
class Side:
    """One side of a pair: operations done, wall seconds, CPU seconds."""

    done: int
    wall: float
    cpu: float


def timed(work: Callable[[], int]) -> Side:
    """Run once; `work` returns how many operations it did."""
    wall, cpu = time.perf_counter(), time.process_time()
    done = work()
    return Side(done, time.perf_counter() - wall, time.process_time() - cpu)


def for_seconds(seconds: float, one: Callable[[], object]) -> Callable[[], int]:
    """Repeat one operation for a time; gives the number of repetitions."""

    def work():
        end, done = time.perf_counter() + seconds, 0
        while time.perf_counter() < end:
            one()
            done += 1
        return done

    return work


def compare(name, ours, limit, *, pairs: int, unit="per second", slower_is=False, before=lambda: None) -> Result:
    """Interleave the two sides. The ratio is ours / limit of the rates, or of the times where `slower_is`.

    `before` runs ahead of each side and is not timed: it brings the rows back to where they were.
    """

    def side(work):
        before()
        return timed(work)

    return summary(name, [(side(ours), side(limit)) for _n in range(pairs)], unit=unit, slower_is=slower_is)


def summary(name: str, sides: list[tuple[Side, Side]], *, unit="per second", slower_is=False) -> Result:
    """The line for pairs that were measured already."""
    value = (lambda s: s.wall / s.done) if slower_is else (lambda s: s.done / s.wall)
    ratios = sorted(value(a) / value(b) for a, b in sides)
    quartiles = statistics.quantiles(ratios, n=4) if len(sides) > 1 else [ratios[0]] * 3
    scale = 1e6 if slower_is else 1
    return Result(
        name,
        statistics.median(value(a) for a, _b in sides) * scale,
        statistics.median(value(b) for _a, b in sides) * scale,
        statistics.median(ratios),
        (quartiles[2] - quartiles[0]) / statistics.median(ratios),
        len(sides),
        "µs each" if slower_is else unit,
        os.getloadavg()[0],
        statistics.median(a.cpu / a.done for a, _b in sides) * 1e6,
        statistics.median(b.cpu / b.done for _a, b in sides) * 1e6,
    )
