from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import tiny

from data import IGNORED, Dataset, example, examples, prompt_ids
from refusal import Refusal


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return tiny.tokenizer()


MESSAGES = [
    {"role": "system", "content": "You recommend films."},
    {"role": "user", "content": "What after Alien?"},
    {"role": "assistant", "content": "Aliens"},
]


def test_the_loss_is_on_the_answer_and_the_end_of_its_turn_alone(tokenizer: Any) -> None:
    made = example(tokenizer, MESSAGES)
    learned = [label for label in made.labels if label != IGNORED]
    assert tokenizer.decode(learned) == "Aliens<|im_end|>"
    assert len(made.labels) == len(made.input_ids)


def test_an_example_begins_with_what_is_asked_when_it_serves(tokenizer: Any) -> None:
    made, prompt = example(tokenizer, MESSAGES), prompt_ids(tokenizer, MESSAGES[:-1])
    assert made.input_ids[: len(prompt)] == prompt
    assert tokenizer.decode(prompt).endswith("<|im_start|>assistant\n")


def test_what_is_too_long_is_left_out_and_never_cut(tokenizer: Any, capsys: pytest.CaptureFixture[str]) -> None:
    long = [MESSAGES[0], {"role": "user", "content": "Alien, " * 200}, MESSAGES[2]]
    kept = examples(tokenizer, [MESSAGES, long], 100, "sft-train.jsonl")
    assert [e.input_ids for e in kept] == [example(tokenizer, MESSAGES).input_ids]
    assert "1 of 2 examples are longer than 100 tokens" in capsys.readouterr().out


def test_nothing_short_enough_is_a_refusal(tokenizer: Any) -> None:
    with pytest.raises(Refusal, match="each of the 1 examples of x is longer than max_length, 16"):
        examples(tokenizer, [[*MESSAGES[:1], {"role": "user", "content": "Alien, " * 9}, MESSAGES[2]]], 16, "x")


def test_a_data_set_without_a_window_is_a_refusal(tokenizer: Any, tmp_path: Path) -> None:
    folder = tiny.dataset(tmp_path / "windows")
    (folder / "sft-train.jsonl").write_text("")
    tiny.seal(folder)
    with pytest.raises(Refusal, match=r"sft-train.jsonl has no window"):
        examples(tokenizer, Dataset(folder).conversations("train"), 100, "sft-train.jsonl")


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    folder = tiny.dataset(tmp_path / "windows")
    path = folder / "sft-train.jsonl"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(Refusal, match=r"sft-train.jsonl is damaged: its sha256 is [0-9a-f]{64}"):
        Dataset(folder).conversations("train")


def test_a_line_may_hold_what_python_takes_for_a_line_break(tmp_path: Path) -> None:
    folder = tiny.dataset(tmp_path / "windows")
    title = "One\u2028Two\u0085Three"
    line = json.dumps({"messages": [*MESSAGES[:2], {"role": "assistant", "content": title}]}, ensure_ascii=False)
    (folder / "sft-train.jsonl").write_text(line + "\n", encoding="utf-8")
    tiny.seal(folder)
    assert Dataset(folder).conversations("train")[0][-1]["content"] == title


def test_a_folder_that_is_no_data_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"has no dataset.json"):
        Dataset(tmp_path)


@pytest.mark.parametrize("card", ["{", "{}", '{"options": {}}', '{"options": {"form": "tokens"}, "files": [1]}'])
def test_a_card_that_cannot_be_read_is_named(tmp_path: Path, card: str) -> None:
    (tmp_path / "dataset.json").write_text(card)
    with pytest.raises(Refusal, match=r"dataset.json cannot be read"):
        Dataset(tmp_path)
