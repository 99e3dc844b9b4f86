"""What both stages of training share: the model with its adapter, and the trainer around it."""

from __future__ import annotations

import importlib.util
import json
import sys
import time
from pathlib import Path
from typing import Any

import torch
from datasets import disable_progress_bars
from peft import LoraConfig
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    BitsAndBytesConfig,
    TrainerCallback,
    TrainerControl,
    TrainerState,
    TrainingArguments,
)
from transformers.trainer_utils import get_last_checkpoint

from base import FINGERPRINT, check_fingerprint, check_items, fingerprint, item_tokens
from config import Config, Stage, Training
from curves import draw
from data import Dataset
from refusal import Refusal


def precision(config: Config) -> torch.dtype:
    """bfloat16 where the processor multiplies it (three times as fast as float32 with AMX), else what it does."""
    if config.precision != "auto":
        return {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}[config.precision]
    if torch.cuda.is_available():
        return torch.bfloat16 if torch.cuda.is_bf16_supported(including_emulation=False) else torch.float16
    able = torch.cpu.get_capabilities()
    return torch.bfloat16 if able.get("amx_bf16") or able.get("avx512_bf16") else torch.float32


def backend(config: Config, has_item_tokens: bool) -> str:
    """Unsloth where it is there and fits. It has no rows trained alone, so item tokens go to transformers."""
    usable = torch.cuda.is_available() and importlib.util.find_spec("unsloth") is not None
    if config.backend == "unsloth":
        if has_item_tokens:
            raise Refusal("the backend unsloth does not train the rows of item tokens; take transformers or auto")
        if not usable:
            raise Refusal("the backend unsloth needs a CUDA GPU and the package unsloth (requirements-gpu.in)")
    return "unsloth" if usable and config.backend != "transformers" and not has_item_tokens else "transformers"


def load(config: Config, stage: Stage) -> tuple[Any, Any, LoraConfig | None]:
    """The tokenizer, the base model, and the adapter to put on it (none where Unsloth has put it on already)."""
    if not sys.stderr.isatty():
        disable_progress_bars()
    folder = config.base_of(stage)
    if not (folder / "config.json").is_file():
        raise Refusal(f"there is no base at {folder}; base.py makes it")
    tokenizer = AutoTokenizer.from_pretrained(folder)
    dataset = Dataset(config.dataset)
    check_items(tokenizer, dataset.items() if dataset.has_item_tokens else [], str(folder))
    lora = config.lora
    settings: dict[str, Any] = {
        "r": lora.rank,
        "lora_alpha": lora.alpha,
        "lora_dropout": lora.dropout,
        "target_modules": list(lora.targets),
    }
    dtype, quantized = precision(config), lora.quantize == "4bit"
    chosen = backend(config, dataset.has_item_tokens)
    print(f"{stage}: {chosen}, {'4 bit, ' if quantized else ''}{str(dtype).removeprefix('torch.')}", flush=True)
    if chosen == "unsloth":
        from unsloth import FastLanguageModel

        model, tokenizer = FastLanguageModel.from_pretrained(
            str(folder), max_seq_length=config.max_length, dtype=dtype, load_in_4bit=quantized
        )
        return tokenizer, FastLanguageModel.get_peft_model(model, random_state=config.seed, **settings), None

    if quantized and importlib.util.find_spec("bitsandbytes") is None:
        raise Refusal('lora.quantize = "4bit" needs the package bitsandbytes')
    four_bit = BitsAndBytesConfig(
        load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_use_double_quant=True, bnb_4bit_compute_dtype=dtype
    )
    model = AutoModelForCausalLM.from_pretrained(
        folder, dtype=dtype, quantization_config=four_bit if quantized else None
    )
    if quantized and not getattr(model, "is_loaded_in_4bit", False):
        raise Refusal("bitsandbytes did not quantize the base; this machine has no 4 bit support")
    for module in model.modules():
        if hasattr(module, "support_avx512bf16_for_cpu"):
            # it would repack a weight in the first evaluation, and no gradient passes what is packed so
            module.support_avx512bf16_for_cpu = False
    rows = list(item_tokens(tokenizer).values())
    if rows:
        modules = ["embed_tokens"] if model.config.tie_word_embeddings else ["embed_tokens", "lm_head"]
        settings["trainable_token_indices"] = {module: rows for module in modules}
    return tokenizer, model, LoraConfig(task_type="CAUSAL_LM", **settings)


def arguments(config: Config, stage: Stage, validated: bool) -> dict[str, Any]:
    """The arguments of transformers' trainer that both stages set alike."""
    training, dtype = config.training(stage), precision(config)
    return {
        "output_dir": str(config.adapter(stage) / "checkpoints"),
        "seed": config.seed,
        "data_seed": config.seed,
        "num_train_epochs": training.epochs,
        "max_steps": training.max_steps or -1,
        "per_device_train_batch_size": training.batch,
        "per_device_eval_batch_size": training.batch,
        "gradient_accumulation_steps": training.accumulate,
        "learning_rate": training.learning_rate,
        "lr_scheduler_type": "cosine",
        "warmup_steps": training.warmup,  # below 1: the part of all steps
        "logging_steps": training.log_every,
        "logging_first_step": True,
        "eval_strategy": "steps" if validated else "no",
        "eval_steps": training.evaluate_every,
        "save_strategy": "steps",
        "save_steps": training.save_every,
        "save_total_limit": training.keep,
        "gradient_checkpointing": training.gradient_checkpointing,
        "bf16": dtype == torch.bfloat16,
        "fp16": dtype == torch.float16,
        "use_cpu": not torch.cuda.is_available(),
        "dataloader_pin_memory": torch.cuda.is_available(),
        "report_to": "none",
        "disable_tqdm": not sys.stderr.isatty(),  # then one line a log
    }


class TwoRates:
    """A trainer whose item rows learn at a rate of their own. Mixed in before the trainer's class."""

    training: Training

    def create_optimizer(self, model: Any = None) -> torch.optim.Optimizer:
        trainer: Any = self
        if trainer.optimizer is None:
            rows: list[torch.nn.Parameter] = []
            adapter: list[torch.nn.Parameter] = []
            for name, parameter in trainer.model.named_parameters():
                if parameter.requires_grad:
                    (rows if "trainable_tokens" in name else adapter).append(parameter)
            groups = [{"params": adapter, "lr": self.training.learning_rate}]
            if rows:
                groups.append({"params": rows, "lr": self.training.item_learning_rate})
            trainer.optimizer = torch.optim.AdamW(groups, weight_decay=0.0)
        optimizer: torch.optim.Optimizer = trainer.optimizer
        return optimizer


def settle_item_rows(model: Any) -> None:
    """Makes PEFT's rows fit: in float32, where small steps are not rounded away, also under QLoRA."""
    for name, parameter in model.named_parameters():
        if "trainable_tokens_delta" in name and parameter.requires_grad:
            parameter.data = parameter.data.float()
    head = model.get_output_embeddings()
    if hasattr(head, "token_adapter"):
        head.register_parameter("bias", None)  # TRL reads it; the wrapper passes on the weight alone


class Clock(TrainerCallback):  # type: ignore[misc]
    """Ends training when its minutes are over, with an evaluation and a checkpoint to go on from."""

    def __init__(self, minutes: float) -> None:
        self.minutes = minutes
        self.begun = time.monotonic()

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> TrainerControl:
        if self.minutes and time.monotonic() - self.begun > 60 * self.minutes:
            print(f"stopped after {self.minutes:g} minutes at step {state.global_step}", flush=True)
            control.should_training_stop = control.should_save = True
            control.should_evaluate = args.eval_strategy != "no"
        return control


def train(trainer: Any, config: Config, stage: Stage, resume: bool) -> None:
    """Trains, from the last checkpoint where told so, and writes adapter, tokenizer, fingerprint and curves."""
    folder = config.adapter(stage)
    last = get_last_checkpoint(str(folder / "checkpoints")) if (folder / "checkpoints").is_dir() else None
    if last and not resume:
        raise Refusal(f"{folder} holds {Path(last).name} of a run before; go on with --resume, or remove the folder")
    base = fingerprint(config.base_of(stage))
    if last and (folder / FINGERPRINT).is_file():
        check_fingerprint(folder, base, config.base_of(stage))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FINGERPRINT).write_text(json.dumps(base, indent=2) + "\n", encoding="utf-8")
    if last:
        print(f"{stage}: goes on from {Path(last).name}", flush=True)
        before = _entries(folder)[:1]
    elif trainer.args.eval_strategy != "no":  # before the first step: what training has to lower
        before = [{"step": 0, "eval_loss": trainer.evaluate()["eval_loss"]}]
    else:
        before = []
    _write(folder, before)
    trainer.train(resume_from_checkpoint=last)
    if trainer.args.eval_strategy != "no" and not any(
        "eval_loss" in entry and entry["step"] == trainer.state.global_step for entry in trainer.state.log_history
    ):
        trainer.evaluate()
    log = before + trainer.state.log_history
    trainer.model.save_pretrained(folder)
    trainer.processing_class.save_pretrained(folder)
    _write(folder, log)
    draw(log, folder / "curves.png", f"{config.base}, {stage}")
    losses = [entry["eval_loss"] for entry in log if "eval_loss" in entry]
    print(f"{folder}: {trainer.state.global_step} steps", end="")
    print(f", validation loss {losses[0]:.4f} before and {losses[-1]:.4f} after" if losses else "", flush=True)


def _entries(folder: Path) -> list[dict[str, Any]]:
    path = folder / "curves.json"
    entries: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    return entries


def _write(folder: Path, log: list[dict[str, Any]]) -> None:
    (folder / "curves.json").write_text(json.dumps(log, indent=1) + "\n", encoding="utf-8")
