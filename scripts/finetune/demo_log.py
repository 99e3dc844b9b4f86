"""Makes up a log over the demo's films, with a pattern that a model can learn by heart: for the notebook and the tests.

    python demo_log.py --out log.jsonl [--films 24] [--users 72]

The first films of the catalogue stand in a ring; everyone begins somewhere and takes them in that order.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from refusal import Refusal, run

CATALOGUE = Path(__file__).resolve().parents[2] / "src/main/resources/demo/catalogue.jsonl"
TAKEN = 10
"""By each user."""


def ring(films: int) -> list[str]:
    """The ids of the films, in the order they are taken."""
    lines = CATALOGUE.read_text(encoding="utf-8").splitlines()
    if not TAKEN < films <= len(lines):
        raise Refusal(f"--films is {films} and has to be above {TAKEN} and at most {len(lines)}")
    return [json.loads(line)["id"] for line in lines[:films]]


def log(films: int, users: int) -> list[dict[str, object]]:
    order = ring(films)
    return [
        {"userId": f"user-{user}", "itemId": order[(user + step) % films], "timestamp": 1_700_000_000 + 60 * step}
        for user in range(users)
        for step in range(TAKEN)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--films", type=int, default=24, help="how many are in the ring, default: %(default)s")
    parser.add_argument("--users", type=int, default=72, help="default: %(default)s")
    args = parser.parse_args()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    lines = log(args.films, args.users)
    args.out.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    print(f"{args.out}: {len(lines)} interactions")


if __name__ == "__main__":
    run(main)
