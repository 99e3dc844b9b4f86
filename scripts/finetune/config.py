"""The one configuration file of a fine-tuning run: TOML, read into frozen records that check themselves.

A run is a folder. Its stages are folders in it, each made from the one before:

    base/         the base model, with the item tokens of the data set where its form is "tokens"
    sft/          the adapter of supervised fine-tuning, its checkpoints and curves
    sft-merged/   base and adapter as one model
    dpo/          the adapter of preference training on top of that
    dpo-merged/
"""

from __future__ import annotations

import argparse
import dataclasses
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_type_hints

from refusal import Refusal

Backend = Literal["auto", "transformers", "unsloth"]
Precision = Literal["auto", "float32", "bfloat16", "float16"]
Stage = Literal["sft", "dpo"]


@dataclass(frozen=True)
class Lora:
    """The adapter. `quantize` = "4bit" is QLoRA: the base is held in NF4 while the adapter is trained."""

    rank: int = 16
    alpha: int = 32
    dropout: float = 0.0
    targets: tuple[str, ...] = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
    quantize: Literal["none", "4bit"] = "none"

    def __post_init__(self) -> None:
        _require(self.rank > 0, "lora.rank", self.rank, "above 0")
        _require(self.alpha > 0, "lora.alpha", self.alpha, "above 0")
        _require(0 <= self.dropout < 1, "lora.dropout", self.dropout, "from 0 to below 1")
        _require(bool(self.targets), "lora.targets", self.targets, "not empty")


@dataclass(frozen=True)
class Training:
    """How long and how fast a stage trains. The first of `epochs`, `max_steps` and `max_minutes` (0: none) ends it."""

    learning_rate: float = 2e-4
    item_learning_rate: float = 1e-3
    """Of the rows of item tokens: they start as means of other rows and have further to go than the adapter."""
    epochs: float = 1.0
    max_steps: int = 0
    max_minutes: float = 0.0
    batch: int = 8
    accumulate: int = 1
    warmup: float = 0.03
    """Part of the steps over which the learning rate rises; then it falls along a cosine."""
    log_every: int = 10
    evaluate_every: int = 100
    save_every: int = 100
    keep: int = 2
    """How many checkpoints stay on disk."""
    validation: int = 500
    """At most so many examples are evaluated; 0 is all."""
    gradient_checkpointing: bool = False
    beta: float = 0.1
    """Of preference training alone: how strongly it is held to the model it starts from."""

    def __post_init__(self) -> None:
        for name in ("learning_rate", "item_learning_rate", "epochs", "batch", "accumulate", "log_every",
                     "evaluate_every", "save_every", "keep", "beta"):  # fmt: skip
            _require(getattr(self, name) > 0, name, getattr(self, name), "above 0")
        for name in ("max_steps", "max_minutes", "validation"):
            _require(getattr(self, name) >= 0, name, getattr(self, name), "0 or more")
        _require(0 <= self.warmup < 1, "warmup", self.warmup, "from 0 to below 1")


@dataclass(frozen=True)
class Config:
    base: str
    """A model by its name (Qwen/Qwen2.5-0.5B-Instruct), a folder in the Hugging Face form, or a GGUF file."""
    dataset: Path
    output: Path
    backend: Backend = "auto"
    precision: Precision = "auto"
    max_length: int = 512
    """Tokens of an example; longer ones are left out and counted, never cut."""
    seed: int = 1
    lora: Lora = field(default_factory=Lora)
    sft: Training = field(default_factory=Training)
    dpo: Training = field(default_factory=lambda: Training(learning_rate=2e-5, item_learning_rate=1e-4, batch=4))

    def __post_init__(self) -> None:
        _require(bool(self.base), "base", self.base, "a name, a folder or a GGUF file")
        _require(self.max_length >= 16, "max_length", self.max_length, "16 or more")
        _require(self.seed >= 0, "seed", self.seed, "0 or more")

    def training(self, stage: Stage) -> Training:
        return self.sft if stage == "sft" else self.dpo

    @property
    def prepared_base(self) -> Path:
        return self.output / "base"

    def base_of(self, stage: Stage) -> Path:
        """What the adapter of a stage sits on: preference training starts from the merged model where there is one."""
        return self.merged("sft") if stage == "dpo" and self.merged("sft").is_dir() else self.prepared_base

    def adapter(self, stage: Stage) -> Path:
        return self.output / stage

    def merged(self, stage: Stage) -> Path:
        return self.output / f"{stage}-merged"


def _require(holds: bool, name: str, value: object, wanted: str) -> None:
    if not holds:
        raise Refusal(f"{name} is {value!r} and has to be {wanted}")


Record = TypeVar("Record")


def _record(cls: type[Record], table: dict[str, Any], where: str, defaults: Record | None = None) -> Record:
    hints = get_type_hints(cls)
    unknown = sorted(table.keys() - hints.keys())
    if unknown:
        raise Refusal(f"{where}{unknown[0]} is no setting; there are {', '.join(sorted(hints))}")
    values = {k: _value(hints[k], v, f"{where}{k}") for k, v in table.items()}
    if defaults is not None:
        return dataclasses.replace(defaults, **values)  # type: ignore[type-var]
    missing = [
        f.name
        for f in dataclasses.fields(cls)  # type: ignore[arg-type]
        if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING and f.name not in values
    ]
    if missing:
        raise Refusal(f"{where}{missing[0]} is missing")
    return cls(**values)


def _value(hint: Any, value: Any, name: str) -> Any:
    choices = get_args(hint)
    if choices and isinstance(choices[0], str):
        _require(value in choices, name, value, f"one of {', '.join(choices)}")
        return value
    if hint is Path:
        _require(isinstance(value, str), name, value, "a path")
        return Path(value)
    if hint == tuple[str, ...]:
        _require(isinstance(value, list) and all(isinstance(v, str) for v in value), name, value, "a list of names")
        return tuple(value)
    if dataclasses.is_dataclass(hint):
        _require(isinstance(value, dict), name, value, "a table")
        defaults: Any = next(f.default_factory for f in dataclasses.fields(Config) if f.name == name)
        return _record(type(defaults()), value, f"{name}.", defaults())
    wanted = (int, float) if hint is float else (hint,)
    _require(type(value) in wanted, name, value, f"of the type {hint.__name__}")
    return hint(value)


def read(path: Path) -> Config:
    """Reads a file. Paths in it are relative to the working folder, as on a command line."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(f"{path} is no TOML: {error}") from None
    try:
        return _record(Config, table, "")
    except Refusal as refusal:
        raise Refusal(f"{path}: {refusal}") from None


def arguments(description: str | None) -> argparse.ArgumentParser:
    """A parser with the argument that every stage has."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("config", type=Path, help="the run's TOML file")
    return parser
