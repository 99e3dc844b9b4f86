"""The linear models of Drago in NumPy, float64: a yardstick for the trainer inside the jar.

Trains EASE (lambda 1000) and the next-item ridge on the training part of a leave-one-out split
(each history less its last two items) and prints the time of each stage and the peak resident
memory as JSON; with --stage also HR@10 and NDCG@10 of the full ranking, seen items masked, ties at
half rank.
"""

import argparse
import hashlib
import json
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

DECAY = 0.8
WINDOW = 25
AGES = 73  # 0.8^72 is the last power from 1e-7 on
seconds: dict[str, float] = {}


@contextmanager
def stage(name: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    seconds[name] = seconds.get(name, 0.0) + round(time.perf_counter() - begun, 3)


def read(file: Path) -> tuple[list[NDArray[np.int64]], int]:
    """Histories of column numbers, oldest first, and how many columns there are."""
    lines = file.read_text(encoding="utf-8").splitlines()[1:]
    ids = [[int(item) for item in line.split("\t")[1].split()] for line in lines]
    column = {item: i for i, item in enumerate(sorted({item for row in ids for item in row}))}
    return [np.array([column[item] for item in row]) for row in ids], len(column)


def binary(histories: list[NDArray[np.int64]], items: int) -> Matrix:
    x = np.zeros((len(histories), items))
    for row, history in enumerate(histories):
        x[row, history] = 1
    return x


def ease_from(gram: Matrix, ridge: float) -> Matrix:
    """B_ij = -P_ij / P_jj with a diagonal of 0; overwrites the Gram matrix."""
    gram[np.diag_indices_from(gram)] += ridge
    p = np.linalg.inv(gram)
    b = -p / np.diag(p)
    np.fill_diagonal(b, 0)
    return b


def transitions(histories: list[NDArray[np.int64]], items: int) -> tuple[Matrix, Matrix]:
    """X'X and X'Y of the faded windows and the items that come next.

    Two positions k apart meet in a row of windows, so one lag adds a geometric sum for each pair:
    d^k * sum_{i=0..n} d^(2i), n + 1 being the number of windows that hold both.
    """
    flat = np.concatenate(histories)
    ends = np.repeat(np.cumsum([len(h) for h in histories]), [len(h) for h in histories])
    position = np.arange(len(flat))
    sums = np.cumsum(DECAY ** (2 * np.arange(WINDOW)))

    def scatter(first: NDArray[np.int64], lag: int, weights: Matrix) -> Matrix:
        cells = flat[first] * items + flat[first + lag]
        return np.bincount(cells, weights, items * items).reshape(items, items)

    gram, cross = np.zeros((items, items)), np.zeros((items, items))
    for lag in range(WINDOW):
        first = position[position + lag < ends - 1]  # both before the last position
        more = np.minimum(WINDOW - 1 - lag, ends[first] - 2 - first - lag)
        added = scatter(first, lag, DECAY**lag * sums[more])
        gram += added
        if lag > 0:
            gram += added.T
            before = position[position + lag < ends]
            cross += scatter(before, lag, np.full(len(before), DECAY ** (lag - 1)))
    before = position[position + WINDOW < ends]
    cross += scatter(before, WINDOW, np.full(len(before), DECAY ** (WINDOW - 1)))
    return gram, cross


def ridge_from(gram: Matrix, cross: Matrix, ridge: float) -> Matrix:
    gram[np.diag_indices_from(gram)] += ridge
    return np.linalg.solve(gram, cross)


def faded(history: NDArray[np.int64], items: int, ages: int, once: bool) -> Matrix:
    x = np.zeros(items)
    for age, item in enumerate(history[::-1][:ages]):
        if not once or x[item] == 0:
            x[item] += DECAY**age
    return x


def rank(scores: Matrix, seen: NDArray[np.int64], target: int) -> float:
    scores = scores.copy()
    own = scores[target]
    scores[seen] = -np.inf
    scores[target] = own
    return 1 + np.sum(scores > own) + (np.sum(scores == own) - 1) / 2


def standardised(scores: Matrix, seen: NDArray[np.int64]) -> Matrix:
    allowed = np.ones(len(scores), bool)
    allowed[seen] = False
    return (scores - scores[allowed].mean()) / (scores[allowed].std() or 1.0)


def evaluate(
    histories: list[NDArray[np.int64]], held_out: int, models: dict[str, Matrix], items: int
) -> dict[str, dict[str, float]]:
    """held_out is 1 for the test item, 2 for the validation item."""
    ranks: dict[str, list[float]] = {name: [] for name in [*models, "ridge + .75 ease"]}
    for history in histories:
        past, target = history[:-held_out], int(history[-held_out])
        rows = {
            "ease 200, set": (np.isin(np.arange(items), past) * 1.0) @ models["ease 200, set"],
            "ease": faded(past, items, AGES, True) @ models["ease"],
            "next-item": faded(past, items, WINDOW, False) @ models["next-item"],
        }
        rows["ridge + .75 ease"] = standardised(rows["next-item"], past) + 0.75 * standardised(
            rows["ease"], past
        )
        for name, row in rows.items():
            ranks[name].append(rank(row, past, target))
    report = {}
    for name, values in ranks.items():
        r = np.array(values)
        ndcg = np.where(r <= 10, 1 / np.log2(r + 1), 0)
        report[name] = {"hr@10": round(float(np.mean(r <= 10)), 4), "ndcg@10": round(float(ndcg.mean()), 4)}
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sequences", type=Path, help="sequences.tsv")
    parser.add_argument("--stage", choices=["validation", "test"], help="also rank by the protocol")
    args = parser.parse_args()
    with stage("read"):
        histories, items = read(args.sequences)
    training = [history[:-2] for history in histories]
    with stage("ease sums"):
        x = binary(training, items)
        gram = x.T @ x
        del x
    with stage("ease solve"):
        ease = ease_from(gram.copy() if args.stage else gram, 1000)
    with stage("next-item sums"):
        xx, xy = transitions(training, items)
    with stage("next-item solve"):
        ridge = ridge_from(xx, xy, 200)
    report: dict[str, object] = {
        "sha256": hashlib.sha256(args.sequences.read_bytes()).hexdigest(),
        "items": items,
        "interactions": int(sum(map(len, training))),
        "seconds": dict(seconds),
        "peakRssMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    if args.stage:
        models = {"ease 200, set": ease_from(gram, 200), "ease": ease, "next-item": ridge}
        held_out = 1 if args.stage == "test" else 2
        report[args.stage] = evaluate(histories, held_out, models, items)
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
