"""The comparison itself, on answers that are right, and that are wrong in one way each."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from conftest import Run
from transformers import AutoModelForCausalLM, AutoTokenizer

import base
import data
import roundtrip


@pytest.fixture(scope="module")
def sides(trained: Run) -> tuple[Any, Any, list[dict[str, str]], dict[str, Any]]:
    """Tokenizer, model, a prompt, and what a jar without a fault would say."""
    folder = trained.config.merged("sft")
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    prompt = data.Dataset(trained.config.dataset).conversations("validation")[0][:-1]
    ids = data.prompt_ids(tokenizer, prompt)
    with torch.no_grad():
        said = torch.log_softmax(model(input_ids=torch.tensor([ids])).logits[0, -1], dim=-1)
    items = sorted(base.item_tokens(tokenizer).items(), key=lambda entry: -said[entry[1]].item())
    answer = {
        "tokens": ids,
        "top": [{"token": t, "text": "", "logProbability": said[t].item()} for t in said.topk(20).indices.tolist()],
        "items": [{"id": text[6:-1], "logProbability": said[token].item()} for text, token in items],
    }
    return tokenizer, model, prompt, answer


def test_an_answer_without_a_fault_agrees(sides: tuple[Any, Any, Any, dict[str, Any]]) -> None:
    found = roundtrip.compare(*sides)
    assert (found.tokens_agree, found.best_items_agree) == (True, True)
    assert found.largest < 1e-4


def test_another_tokenization_is_seen(sides: tuple[Any, Any, Any, dict[str, Any]]) -> None:
    tokenizer, model, prompt, answer = sides
    assert not roundtrip.compare(tokenizer, model, prompt, {**answer, "tokens": answer["tokens"][1:]}).tokens_agree


def test_another_probability_is_seen(sides: tuple[Any, Any, Any, dict[str, Any]]) -> None:
    tokenizer, model, prompt, answer = sides
    top = [dict(entry) for entry in answer["top"]]
    top[7]["logProbability"] -= 0.3
    assert roundtrip.compare(tokenizer, model, prompt, {**answer, "top": top}).largest == pytest.approx(0.3, abs=1e-3)


def test_other_best_items_are_seen(sides: tuple[Any, Any, Any, dict[str, Any]]) -> None:
    tokenizer, model, prompt, answer = sides
    assert not roundtrip.compare(tokenizer, model, prompt, {**answer, "items": answer["items"][2:]}).best_items_agree
