"""Prints the `"titles"` of a model's entry in models/manifest.json: by which Drago tells its catalogue.

    python titles.py --model sequence.gguf --catalogue films.jsonl
    python titles.py --model sequence.gguf --catalogue data/shop      # the folder of an instance

Some 20 ids, spread evenly over the model's items that the catalogue has, each with the first 8
hexadecimal digits of the SHA-256 of its title in UTF-8. A server takes up a model by itself only
where most of them agree; ids alone say little, since many catalogues count from 1.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sqlite3
from pathlib import Path


def titles_of(catalogue: Path) -> dict[str, str]:
    """By id, from JSON Lines or from the store of an instance."""
    if catalogue.is_dir():
        store = sqlite3.connect(f"file:{catalogue / 'drago.db'}?mode=ro", uri=True)
        rows = store.execute("SELECT id, json_extract(body, '$.title') FROM item WHERE body IS NOT NULL")
        return dict(rows)
    lines = catalogue.read_text(encoding="utf-8").splitlines()
    return {item["id"]: item["title"] for item in map(json.loads, filter(str.strip, lines))}


def sample(ids: list[str], count: int) -> list[str]:
    if len(ids) <= count:
        return ids
    return [ids[(2 * n + 1) * len(ids) // (2 * count)] for n in range(count)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--catalogue", type=Path, required=True)
    parser.add_argument("--count", type=int, default=20)
    args = parser.parse_args()
    # The vocabulary stands in the header as it is: no reader of GGUF is needed for the tokens.
    tokens = re.findall(rb"<item:([!-~\x80-\xff]{1,200}?)>", args.model.read_bytes())
    titles = titles_of(args.catalogue)
    ids = [token.decode() for token in tokens if token.decode() in titles]
    if not ids:
        parser.error(f"{args.model} has a token of no item in {args.catalogue}")
    digits = {i: hashlib.sha256(titles[i].encode()).hexdigest()[:8] for i in sample(ids, args.count)}
    print(json.dumps({"titles": digits}, indent=2, ensure_ascii=False)[2:-2])


if __name__ == "__main__":
    main()
