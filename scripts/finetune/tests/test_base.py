from __future__ import annotations

from pathlib import Path

import pytest
import tiny
import torch

import base
from data import Item
from refusal import Refusal

ITEMS = [Item("a-1", "<item:a-1>", "A stolen crown"), Item("b>2", "<item:b>2>", "Two sailors"),
         Item("naïve", "<item:naïve>", "")]  # fmt: skip


@pytest.mark.parametrize("tied", [True, False])
def test_an_item_is_one_token_whose_rows_begin_as_the_mean_of_its_text(tied: bool) -> None:
    tokenizer = tiny.tokenizer()
    model = tiny.model(len(tokenizer), tied=tied)
    before = [m.weight.detach().clone() for m in (model.get_input_embeddings(), model.get_output_embeddings())]
    base.add_items(tokenizer, model, ITEMS)
    for item in ITEMS:
        ids = tokenizer(f"seen {item.token}, liked", add_special_tokens=False).input_ids
        token = tokenizer.convert_tokens_to_ids(item.token)
        assert ids.count(token) == 1
        # not decode(): the byte-level decoder takes the ï of an added token for a byte; llama.cpp does not
        assert tokenizer.convert_ids_to_tokens([token], skip_special_tokens=True) == [item.token]
        pieces = tokenizer(item.text or item.id, add_special_tokens=False).input_ids
        for old, module in zip(before, (model.get_input_embeddings(), model.get_output_embeddings()), strict=True):
            torch.testing.assert_close(module.weight[token], old[pieces].mean(dim=0))
    for old, module in zip(before, (model.get_input_embeddings(), model.get_output_embeddings()), strict=True):
        torch.testing.assert_close(module.weight[: len(old)], old, rtol=0, atol=0)
    assert model.get_input_embeddings().weight.shape[0] % base.ROW_MULTIPLE == 0
    shared = model.get_input_embeddings().weight.data_ptr() == model.get_output_embeddings().weight.data_ptr()
    assert shared == tied


def test_a_text_is_read_as_before() -> None:
    tokenizer = tiny.tokenizer()
    texts = [f"{film['title']}: {film['text']}" for film in tiny.catalogue()[:50]]
    before = [tokenizer(text).input_ids for text in texts]
    base.add_items(tokenizer, tiny.model(len(tokenizer)), ITEMS)
    assert [tokenizer(text).input_ids for text in texts] == before


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        ([Item("a", "<item:b>", "x")], "the item a has the token '<item:b>', not <item:a>"),
        ([Item("a", "<item:a>", "x")] * 2, "names 2 items but only 1 distinct tokens"),
    ],
)
def test_items_that_contradict_themselves_are_refused(items: list[Item], sentence: str) -> None:
    tokenizer = tiny.tokenizer()
    with pytest.raises(Refusal, match=sentence):
        base.add_items(tokenizer, tiny.model(len(tokenizer)), items)


def test_half_the_item_tokens_are_refused() -> None:
    tokenizer = tiny.tokenizer()
    base.add_items(tokenizer, tiny.model(len(tokenizer)), ITEMS[:1])
    with pytest.raises(Refusal, match=r"the tokenizer of x has 1 of the 3 item tokens; <item:b>2> is missing"):
        base.check_items(tokenizer, ITEMS, "x")
    with pytest.raises(Refusal, match=r"has the item token <item:a-1>, which items.jsonl does not name"):
        base.check_items(tokenizer, [], "x")


def test_rows_that_differ_by_quantization_alone_are_tied_again() -> None:
    model = tiny.model(64, tied=False)
    with torch.no_grad():
        noise = 0.05 * model.lm_head.weight.std() * torch.randn_like(model.lm_head.weight)
        model.model.embed_tokens.weight.copy_(model.lm_head.weight + noise)
    output = model.lm_head.weight.detach().clone()
    base.tie(model)
    assert model.config.tie_word_embeddings
    torch.testing.assert_close(model.get_input_embeddings().weight, output, rtol=0, atol=0)
    other = tiny.model(64, tied=False)
    base.tie(other)
    assert not other.config.tie_word_embeddings


def test_a_fingerprint_tells_bases_apart(tmp_path: Path) -> None:
    same = [base.fingerprint(tiny.base(tmp_path / name, seed=1)) for name in ("a", "b")]
    assert same[0] == same[1]
    other = base.fingerprint(tiny.base(tmp_path / "c", seed=2))
    assert other["weights"] != same[0]["weights"]
    assert other["vocabulary"] == same[0]["vocabulary"]


def test_a_base_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="there is no base model"):
        base.load(str(tmp_path / "none.gguf"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(Refusal, match="empty cannot be loaded"):
        base.load(str(tmp_path / "empty"))
