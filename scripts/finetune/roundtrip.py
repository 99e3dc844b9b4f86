"""Compares a merged model in Python with its GGUF file in the jar, on the same prompts.

    python roundtrip.py runs/qwen/sft-merged model-f16.gguf --dataset data/windows [--prompts 20]

Three things have to agree: the token ids of a prompt (template and tokenizer), the log-probabilities of
the next token, within a tolerance that F16 explains, and the ten best items.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from base import ITEM, item_tokens
from data import Dataset, prompt_ids
from refusal import Refusal, run

DRAGO = Path(__file__).resolve().parents[2] / "drago"
TOP = 20
BEST = 10


@dataclass(frozen=True)
class Difference:
    """What the two sides of one prompt differ in."""

    tokens_agree: bool
    largest: float
    """Of the log-probabilities of the tokens and items that the jar names."""
    best_items_agree: bool


def probe(gguf: Path, prompts: list[list[dict[str, str]]], drago: Path = DRAGO) -> list[dict[str, Any]]:
    """What the jar says of each prompt."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps({"messages": prompt}, ensure_ascii=False) + "\n" for prompt in prompts)
        file.flush()
        command = [str(drago), "models", "probe", str(gguf), "--prompts", file.name, "--top", str(TOP)]
        done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise Refusal(f"the jar could not answer for {gguf}; its reason stands above")
    answers = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if len(answers) != len(prompts):
        raise Refusal(f"the jar answered {len(answers)} of {len(prompts)} prompts")
    return answers


def compare(tokenizer: Any, model: Any, prompt: list[dict[str, str]], answer: dict[str, Any]) -> Difference:
    """Computes the prompt in Python and holds the jar's answer against it."""
    ids = prompt_ids(tokenizer, prompt)
    with torch.no_grad():
        logits = model(input_ids=torch.tensor([ids]), logits_to_keep=1).logits[0, -1].float()
    said = torch.log_softmax(logits, dim=-1)
    items = {match[1]: token for text, token in item_tokens(tokenizer).items() if (match := ITEM.fullmatch(text))}
    pairs = [(entry["token"], entry["logProbability"]) for entry in answer["top"]]
    pairs += [(items[entry["id"]], entry["logProbability"]) for entry in answer.get("items", [])]
    best = sorted(items, key=lambda item: -said[items[item]].item())[:BEST]
    return Difference(
        answer["tokens"] == ids,
        max(abs(said[token].item() - value) for token, value in pairs),
        # as a set, and by value at its edge: what F16 cannot tell apart may change places
        not items or _same(best, [entry["id"] for entry in answer["items"][:BEST]], said, items),
    )


def _same(ours: list[str], theirs: list[str], said: torch.Tensor, items: dict[str, int], near: float = 0.02) -> bool:
    edge = said[items[ours[-1]]].item()
    return len(theirs) == len(ours) and all(
        abs(said[items[item]].item() - edge) < near for item in set(ours) ^ set(theirs)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="a merged model's folder")
    parser.add_argument("gguf", type=Path, help="what convert.py made of it, at F16")
    parser.add_argument("--dataset", type=Path, required=True, help="its validation windows are the prompts")
    parser.add_argument("--prompts", type=int, default=20, help="how many, default: %(default)s")
    parser.add_argument("--tolerance", type=float, default=0.05, help="of a log-probability, default: %(default)s")
    args = parser.parse_args()
    prompts = [c[:-1] for c in Dataset(args.dataset).conversations("validation")[: args.prompts]]
    if not prompts:
        raise Refusal(f"{args.dataset} has no validation window to ask with")
    tokenizer = AutoTokenizer.from_pretrained(args.model)
    model = AutoModelForCausalLM.from_pretrained(args.model, dtype=torch.float32)
    answers = probe(args.gguf, prompts)
    found = [compare(tokenizer, model, prompt, answer) for prompt, answer in zip(prompts, answers, strict=True)]
    tokens, best = sum(d.tokens_agree for d in found), sum(d.best_items_agree for d in found)
    largest = max(d.largest for d in found)
    print(f"{len(found)} prompts: token ids agree in {tokens}, the {BEST} best items in {best},")
    print(f"largest difference of a log-probability {largest:.4f} (tolerance {args.tolerance})")
    if tokens < len(found) or best < len(found) or largest > args.tolerance:
        raise Refusal(f"{args.gguf} does not say what {args.model} says")


if __name__ == "__main__":
    run(main)
