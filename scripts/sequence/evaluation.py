"""Full ranking of one held-out item a user: the protocol every model here is measured by."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from data import Histories

Scores = Callable[[list[np.ndarray]], np.ndarray]
"""Histories to scores [histories, items]; histories of a call are of similar length."""


def split(histories: Histories) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Training parts and whole histories of the users with three items or more.

    A user's last item is the test item, the one before it validation, the rest training.
    """
    usable = [s for s in histories.sequences if len(s) >= 3]
    return [s[:-2] for s in usable], usable


def rank(scores: Scores, histories: list[np.ndarray], targets: np.ndarray, longest: int) -> np.ndarray:
    """Rank (1 = best) of each target among all items not in its history; ties at half rank.

    `longest` is how many of the last items the model reads; all items of a history are masked.
    """
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
