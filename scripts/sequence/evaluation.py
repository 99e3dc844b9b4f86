"""Full ranking of one held-out item a user: the protocol every model here is measured by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from data import Histories

Scores = Callable[[list[np.ndarray]], np.ndarray]
"""Histories to scores [histories, items]; histories of a call are of similar length."""


@dataclass(frozen=True)
class HeldOut:
    """What comes next, `targets`, after each of `histories`."""

    histories: list[np.ndarray]
    targets: np.ndarray


@dataclass(frozen=True)
class Split:
    training: list[np.ndarray]
    validation: HeldOut
    test: HeldOut


def split(histories: Histories) -> Split:
    """A user's last item is the test item, the one before it validation, the rest training.

    Users with fewer than three items are left out; new items are taken out of every history, and a
    user whose held-out item is new makes no case.
    """
    usable = [s for s in histories.sequences if len(s) >= 3]

    def known(sequence: np.ndarray) -> np.ndarray:
        return sequence[sequence < histories.known]

    def held_out(position: int) -> HeldOut:
        cases = [(known(s[:position]), s[position]) for s in usable if s[position] < histories.known]
        cases = [(history, target) for history, target in cases if len(history) > 0]
        return HeldOut([history for history, _ in cases], np.array([target for _, target in cases]))

    training = [known(s[:-2]) for s in usable]
    return Split([s for s in training if len(s) > 0], held_out(-2), held_out(-1))


def rank(scores: Scores, held_out: HeldOut, longest: int) -> np.ndarray:
    """Rank (1 = best) of each target among all items not in its history; ties at half rank.

    `longest` is how many of the last items the model reads; all items of a history are masked.
    """
    histories, targets = held_out.histories, held_out.targets
    ranks = np.empty(len(targets))
    order = np.argsort([min(len(h), longest) for h in histories], kind="stable")
    for chunk in np.array_split(order, max(1, len(order) // 32)):
        rows = scores([histories[u][-longest:] for u in chunk])
        for row, u in zip(rows, chunk, strict=True):
            score = row[targets[u]]
            row[histories[u]] = -np.inf
            ties = (row == score).sum() - 1
            ranks[u] = 1 + (row > score).sum() + ties / 2
    return ranks


def metrics(ranks: np.ndarray) -> dict[str, float]:
    hit = ranks <= 10
    return {
        "users": len(ranks),
        "hr@10": round(float(hit.mean()), 5),
        "ndcg@10": round(float((hit / np.log2(ranks + 1)).mean()), 5),
    }
