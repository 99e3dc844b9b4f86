"""The data set that `drago dataset` writes, as token ids.

The folder holds `dataset.json` with a checksum of each file, and the files: `sft-*.jsonl` with
`{"messages": [system, user, assistant]}`, `dpo-*.jsonl` with `{"prompt", "chosen", "rejected"}`, and
`items.jsonl` with `{"id", "token", "text"}`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from refusal import Refusal

IGNORED = -100
"""The label of a token that the loss leaves out."""


@dataclass(frozen=True)
class Item:
    id: str
    token: str
    text: str


@dataclass(frozen=True)
class Example:
    """One conversation. `labels` repeats the ids of the answer and ignores what was asked."""

    input_ids: list[int]
    labels: list[int]


class Dataset:
    """A folder whose files were checked against its card."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        card = folder / "dataset.json"
        if not card.is_file():
            raise Refusal(f"{folder} is no data set: it has no dataset.json")
        try:
            self.card: dict[str, Any] = json.loads(card.read_text(encoding="utf-8"))
            self.has_item_tokens = self.card["options"]["form"] == "tokens"
            self._sums = {file["name"]: file["sha256"] for file in self.card["files"]}
        except (ValueError, KeyError, TypeError) as error:
            raise Refusal(f"{card} cannot be read: {error}") from None

    def items(self) -> list[Item]:
        items = [Item(line["id"], line["token"], line["text"]) for line in self._lines("items.jsonl")]
        if not items:
            raise Refusal(f"{self.folder / 'items.jsonl'} names no item")
        return items

    def conversations(self, part: str) -> list[list[dict[str, str]]]:
        return [line["messages"] for line in self._lines(f"sft-{part}.jsonl")]

    def preferences(self, part: str) -> list[dict[str, list[dict[str, str]]]]:
        return [{k: line[k] for k in ("prompt", "chosen", "rejected")} for line in self._lines(f"dpo-{part}.jsonl")]

    def _lines(self, name: str) -> Iterator[dict[str, Any]]:
        path, wanted = self.folder / name, self._sums.get(name)
        if wanted is None:
            told = "; drago dataset --dpo N writes it" if name.startswith("dpo") else ""
            raise Refusal(f"the data set {self.folder} has no {name}{told}")
        content = path.read_bytes()
        found = hashlib.sha256(content).hexdigest()
        if found != wanted:
            raise Refusal(f"{path} is damaged: its sha256 is {found}, dataset.json says {wanted}")
        # at line feeds alone: str.splitlines also breaks at U+2028, which JSON leaves as it is
        for number, line in enumerate(content.rstrip(b"\n").split(b"\n") if content else [], 1):
            try:
                yield json.loads(line)
            except ValueError as error:
                raise Refusal(f"{path}, line {number}, is no JSON: {error}") from None


def example(tokenizer: Any, messages: list[dict[str, str]]) -> Example:
    """A conversation in the model's own template, with only its last message, the answer, as labels."""
    if messages[-1]["role"] != "assistant":
        raise Refusal(f"a conversation ends with the role '{messages[-1]['role']}', not with an assistant's answer")
    prompt = prompt_ids(tokenizer, messages[:-1])
    whole = _ids(tokenizer, tokenizer.apply_chat_template(messages, tokenize=False))
    if whole[: len(prompt)] != prompt:
        raise Refusal("the chat template writes a prompt differently once it is answered; Qwen2.5's does not")
    end = len(whole)
    while end > len(prompt) and whole[end - 1] != tokenizer.eos_token_id:
        end -= 1  # the line break behind the end of a turn is never generated
    whole = whole[:end] if end > len(prompt) else whole
    return Example(whole, [IGNORED] * len(prompt) + whole[len(prompt) :])


def prompt_ids(tokenizer: Any, messages: list[dict[str, str]]) -> list[int]:
    return _ids(tokenizer, tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True))


def _ids(tokenizer: Any, text: str) -> list[int]:
    return list(tokenizer(text, add_special_tokens=False)["input_ids"])


def examples(tokenizer: Any, conversations: list[list[dict[str, str]]], max_length: int, name: str) -> list[Example]:
    """All that fit. What is too long is left out with a sentence; nothing left is a refusal."""
    if not conversations:
        raise Refusal(f"{name} has no window: no history is long enough for the data set's settings")
    kept = [e for e in (example(tokenizer, c) for c in conversations) if len(e.input_ids) <= max_length]
    left_out(len(conversations) - len(kept), len(conversations), max_length, name)
    return kept


def left_out(count: int, of: int, max_length: int, name: str) -> None:
    if count == of:
        raise Refusal(f"each of the {of} examples of {name} is longer than max_length, {max_length} tokens")
    if count:
        print(f"{name}: {count} of {of} examples are longer than {max_length} tokens and were left out", flush=True)
