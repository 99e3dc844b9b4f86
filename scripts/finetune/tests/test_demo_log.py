from __future__ import annotations

from itertools import pairwise

import pytest

import demo_log
from refusal import Refusal


def test_what_follows_a_film_is_always_the_same() -> None:
    lines = demo_log.log(films=24, users=72)
    following: dict[object, set[object]] = {}
    for before, after in pairwise(lines):
        if before["userId"] == after["userId"]:
            following.setdefault(before["itemId"], set()).add(after["itemId"])
    assert len(following) == 24
    assert all(len(films) == 1 for films in following.values())


def test_a_ring_too_small_to_go_round_once_is_refused() -> None:
    with pytest.raises(Refusal, match="--films is 5 and has to be above 10"):
        demo_log.ring(5)
