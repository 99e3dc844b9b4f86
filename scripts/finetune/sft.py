"""Supervised fine-tuning on the windows of a data set: LoRA, or QLoRA, and the rows of item tokens.

    python sft.py run.toml [--resume]

The loss is on the answer alone. A run that was killed goes on from its last checkpoint with --resume.
"""

from __future__ import annotations

import random
from typing import Any

import torch
from datasets import Dataset as Rows
from torch.nn.functional import cross_entropy
from transformers import set_seed
from trl import SFTConfig, SFTTrainer

import config as configuration
from config import Config
from data import Dataset, Example, examples
from refusal import run
from training import Clock, TwoRates, arguments, load, settle_item_rows, train


class AnswerTrainer(TwoRates, SFTTrainer):  # type: ignore[misc]
    """Computes logits where there are labels and nowhere else.

    An answer has a few tokens, a prompt some hundred, and the output matrix is a third of a small
    model: on a processor TRL's own loss, which scores every position there, costs half as much again.
    """

    def compute_loss(
        self, model: Any, inputs: dict[str, Any], return_outputs: bool = False, num_items_in_batch: Any = None
    ) -> Any:
        if return_outputs or torch.cuda.is_available():
            return super().compute_loss(model, inputs, return_outputs, num_items_in_batch)
        inputs = dict(inputs)
        next_tokens = inputs.pop("labels")[:, 1:]
        where = (next_tokens != -100).any(dim=0).nonzero().squeeze(1)
        logits = model(**inputs, use_cache=False, logits_to_keep=where).logits
        targets = next_tokens[:, where]
        count = (targets != -100).sum() if num_items_in_batch is None else num_items_in_batch
        return cross_entropy(logits.flatten(0, 1).float(), targets.flatten(), reduction="sum") / count

    def prediction_step(self, model: Any, inputs: dict[str, Any], *_: Any, **__: Any) -> tuple[Any, None, None]:
        with torch.no_grad(), self.compute_loss_context_manager():
            return self.compute_loss(model, self._prepare_inputs(inputs)).detach(), None, None


def rows(found: list[Example]) -> Rows:
    return Rows.from_dict({"input_ids": [e.input_ids for e in found], "labels": [e.labels for e in found]})


def sft(config: Config, resume: bool = False) -> None:
    set_seed(config.seed)
    dataset = Dataset(config.dataset)
    training, validation = dataset.conversations("train"), dataset.conversations("validation")
    if config.sft.validation and len(validation) > config.sft.validation:
        validation = random.Random(config.seed).sample(validation, config.sft.validation)
    tokenizer, model, adapter = load(config, "sft")
    learned = rows(examples(tokenizer, training, config.max_length, "sft-train.jsonl"))
    held_out = rows(examples(tokenizer, validation, config.max_length, "sft-validation.jsonl")) if validation else None
    trainer = AnswerTrainer(
        model=model,
        args=SFTConfig(**arguments(config, "sft", held_out is not None), max_length=None),
        train_dataset=learned,
        eval_dataset=held_out,
        processing_class=tokenizer,
        peft_config=adapter,
        callbacks=[Clock(config.sft.max_minutes)],
    )
    trainer.training = config.sft
    settle_item_rows(trainer.model)
    train(trainer, config, "sft", resume)


def main() -> None:
    parser = configuration.arguments(__doc__)
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint, if there is one")
    args = parser.parse_args()
    sft(configuration.read(args.config), args.resume)


if __name__ == "__main__":
    run(main)
