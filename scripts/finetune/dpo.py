"""Preference training on the pairs of a data set: the true next item over one the classical models took for it.

    python dpo.py run.toml [--resume]

It starts from the merged model of sft.py where there is one, and that model, the new adapter switched
off, is the reference. merge.py --stage dpo makes one model of both.
"""

from __future__ import annotations

import random
from typing import Any

from datasets import Dataset as Rows
from transformers import set_seed
from trl import DPOConfig, DPOTrainer

import config as configuration
from config import Config
from data import Dataset, example, left_out
from refusal import Refusal, run
from training import Clock, TwoRates, arguments, load, settle_item_rows, train


class PreferenceTrainer(TwoRates, DPOTrainer):  # type: ignore[misc]
    """TRL's, with the item rows' own rate."""


def pairs(tokenizer: Any, found: list[dict[str, Any]], max_length: int, name: str) -> Rows:
    """All pairs of which both answers fit. None at all is a refusal."""
    if not found:
        raise Refusal(f"{name} has no pair: no window is left to learn a preference from")
    kept = [
        pair
        for pair in found
        if all(
            len(example(tokenizer, pair["prompt"] + pair[side]).input_ids) <= max_length
            for side in ("chosen", "rejected")
        )
    ]
    left_out(len(found) - len(kept), len(found), max_length, name)
    return Rows.from_list(kept)


def dpo(config: Config, resume: bool = False) -> None:
    set_seed(config.seed)
    dataset = Dataset(config.dataset)
    training, validation = dataset.preferences("train"), dataset.preferences("validation")
    if config.dpo.validation and len(validation) > config.dpo.validation:
        validation = random.Random(config.seed).sample(validation, config.dpo.validation)
    tokenizer, model, adapter = load(config, "dpo")
    learned = pairs(tokenizer, training, config.max_length, "dpo-train.jsonl")
    held_out = pairs(tokenizer, validation, config.max_length, "dpo-validation.jsonl") if validation else None
    trainer = PreferenceTrainer(
        model=model,
        args=DPOConfig(**arguments(config, "dpo", held_out is not None), beta=config.dpo.beta, max_length=None),
        train_dataset=learned,
        eval_dataset=held_out,
        processing_class=tokenizer,
        peft_config=adapter,
        callbacks=[Clock(config.dpo.max_minutes)],
    )
    trainer.training = config.dpo
    settle_item_rows(trainer.model)
    train(trainer, config, "dpo", resume)


def main() -> None:
    parser = configuration.arguments(__doc__)
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint, if there is one")
    args = parser.parse_args()
    dpo(configuration.read(args.config), args.resume)


if __name__ == "__main__":
    run(main)
