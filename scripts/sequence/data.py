"""Interaction histories: reading, splitting, and cutting them into training windows.

A history is the list of item ids a user touched, oldest first. The files read here are the ones
`drago import` reads too: `sequences.tsv` (user, tab, space-separated item ids).
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

MAX_HISTORY = 199  # items in one window; with BOS in front that is the context of 200 (model.Shape)


@dataclass(frozen=True)
class Histories:
    """Histories over dense item numbers 0..len(item_ids)-1.

    Items numbered `known` and above are new: they are taken out of what a model learns from, and a
    model has no number for them.
    """

    item_ids: list[str]
    sequences: list[np.ndarray]
    known: int

    @property
    def interactions(self) -> int:
        return sum(len(s) for s in self.sequences)


def read(path: Path, ties: int | None = None) -> list[list[str]]:
    """Histories of one log, in whichever of the known forms it is; see read_sequences, read_ratings."""
    if path.name in ("u.data", "ratings.dat"):
        return read_ratings(path, ties)
    if ties is not None:
        raise SystemExit(f"{path} has no times: there are no ties to shuffle")
    return read_sequences(path)


def read_sequences(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t")
        next(rows)
        return [row[1].split() for row in rows]


def read_ratings(path: Path, ties: int | None) -> list[list[str]]:
    """MovieLens ratings (user, item, rating, seconds), 5-core, in order of time.

    Events of one second stand in the order of the file, or in a random one by the seed `ties`.
    """
    separator = "::" if path.suffix == ".dat" else "\t"
    rows = [line.split(separator) for line in path.read_text(encoding="latin-1").splitlines()]
    rng = np.random.default_rng(ties)
    order = rng.permutation(len(rows)) if ties is not None else np.arange(len(rows))
    seconds = np.array([int(row[3]) for row in rows])
    histories: dict[str, list[str]] = {}
    for n in order[np.argsort(seconds[order], kind="stable")]:
        histories.setdefault(rows[n][0], []).append(rows[n][1])
    return core([histories[user] for user in sorted(histories, key=lambda u: (len(u), u))], 5)


def core(raw: list[list[str]], least: int) -> list[list[str]]:
    """What is left when users and items with fewer than `least` events are dropped until none is."""
    while True:
        count = Counter(item for history in raw for item in history)
        kept = [[item for item in history if count[item] >= least] for history in raw]
        kept = [history for history in kept if len(history) >= least]
        if kept == raw:
            return raw
        raw = kept


def to_histories(raw: list[list[str]], new_share: float = 0.0, seed: int = 0) -> Histories:
    """Numbers the items by natural order of their ids; a random share of them comes last, as new."""
    ids = sorted({i for s in raw for i in s}, key=lambda i: (len(i), i))
    new = set(np.random.default_rng(seed).choice(ids, round(new_share * len(ids)), replace=False).tolist())
    ids = [i for i in ids if i not in new] + [i for i in ids if i in new]
    number = {item: n for n, item in enumerate(ids)}
    sequences = [np.array([number[i] for i in s], dtype=np.int64) for s in raw]
    return Histories(ids, sequences, len(ids) - len(new))


def _key(title: str) -> str:
    title = unicodedata.normalize("NFKD", title.lower().strip()).replace("&", "and")
    title = re.sub(r"^(the|a|an|la|le|les|el|il|das|der|die)\s+", "", title)
    return re.sub(r"[^a-z0-9]+", "", title)


def _keys(movielens_title: str) -> tuple[set[str], int]:
    """The spellings under which 'Shawshank Redemption, The (1994)' may be found, and its year."""
    match = re.match(r"(.*)\((\d{4})\)\s*$", movielens_title.strip())
    if not match:
        return set(), 0
    name, year = match.group(1).strip(), int(match.group(2))
    spellings = {name, *re.findall(r"\(([^()]*)\)", name), re.sub(r"\([^()]*\)", "", name)}
    keys: set[str] = set()
    for spelling in spellings:
        spelling = re.sub(r"^a\.k\.a\.\s*", "", spelling.strip(), flags=re.IGNORECASE)
        keys.add(_key(re.sub(r"^(.*),\s*([A-Za-z']{1,4})$", r"\2 \1", spelling)))
        keys.update(_key(re.sub(r"\s+or$", "", part)) for part in re.split(r":| - ", spelling))
    return {k for k in keys if k}, year


def map_to_catalogue(raw: list[list[str]], movies: Path, catalogue: Path) -> list[list[str]]:
    """Renames MovieLens ids to the catalogue's by title and year (one year of slack); drops the rest.

    The mapping lives in memory only: nothing of MovieLens is written anywhere.
    """
    by_key: dict[tuple[str, int], str] = {}
    for line in catalogue.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        year = item["attributes"]["year"]
        names = {item["title"], *item["title"].split(":")}
        for name in names:
            by_key.setdefault((_key(name), year), item["id"])
    mapped: dict[str, str] = {}
    for line in movies.read_text(encoding="latin-1").splitlines():
        movie, title, _ = line.split("::")
        keys, year = _keys(title)
        hit = next(
            (by_key[k, y] for y in (year, year - 1, year + 1) for k in sorted(keys, key=len, reverse=True) if (k, y) in by_key),
            None,
        )
        if hit is not None and hit not in mapped.values():
            mapped[movie] = hit
    renamed = [[mapped[i] for i in s if i in mapped] for s in raw]
    return [s for s in renamed if len(s) >= 5]


def windows(sequences: list[np.ndarray], rng: np.random.Generator) -> list[np.ndarray]:
    """One epoch: every history cut into consecutive windows at random places.

    The first cut is uniform, so a position is seen behind long and behind short prefixes over the
    epochs: a model trained on whole histories only is weak for new users.
    """
    out: list[np.ndarray] = []
    for sequence in sequences:
        start = 0
        end = int(rng.integers(1, min(len(sequence), MAX_HISTORY) + 1))
        while start < len(sequence):
            out.append(sequence[start:end])
            start, end = end, end + MAX_HISTORY
    return out


def batches(pieces: list[np.ndarray], tokens: int, rng: np.random.Generator) -> list[list[np.ndarray]]:
    """Length-bucketed batches of at most `tokens` positions, padding included, in random order."""
    noisy = np.array([len(p) for p in pieces]) * rng.uniform(0.9, 1.1, len(pieces))
    out: list[list[np.ndarray]] = []
    batch: list[np.ndarray] = []
    longest = 0
    for i in np.argsort(noisy):
        longest = max(longest, len(pieces[i]))
        if batch and longest * (len(batch) + 1) > tokens:
            out.append(batch)
            batch, longest = [], len(pieces[i])
        batch.append(pieces[i])
    out.append(batch)
    rng.shuffle(out)  # type: ignore[arg-type]
    return out
