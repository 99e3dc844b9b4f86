"""The adapter of the tiny run: what it changed, what it left alone, and that it comes back whole."""

from __future__ import annotations

import json

import pytest
import tiny
import torch
from conftest import Run, script
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM, AutoTokenizer

import base
import data
import training
from refusal import Refusal


def test_training_lowers_the_validation_loss_and_draws_it(trained: Run) -> None:
    folder = trained.config.adapter("sft")
    losses = [entry["eval_loss"] for entry in json.loads((folder / "curves.json").read_text()) if "eval_loss" in entry]
    assert losses[-1] < 0.3 * losses[0]
    assert (folder / "curves.png").read_bytes().startswith(b"\x89PNG")


def test_merging_changes_the_rows_of_items_and_no_other(trained: Run) -> None:
    before = load_file(trained.config.prepared_base / "model.safetensors")["model.embed_tokens.weight"].float()
    after = load_file(trained.config.merged("sft") / "model.safetensors")["model.embed_tokens.weight"].float()
    items = torch.tensor(list(base.item_tokens(AutoTokenizer.from_pretrained(trained.config.prepared_base)).values()))
    changed = (before - after).abs().amax(dim=1) > 1e-3
    assert changed.nonzero().squeeze(1).tolist() == items.tolist()


def test_the_merged_model_says_what_the_adapter_says(trained: Run) -> None:
    tokenizer = AutoTokenizer.from_pretrained(trained.config.prepared_base)
    whole = AutoModelForCausalLM.from_pretrained(trained.config.merged("sft"), dtype=torch.float32)
    bare = AutoModelForCausalLM.from_pretrained(trained.config.prepared_base, dtype=torch.float32)
    adapted = PeftModel.from_pretrained(bare, trained.config.adapter("sft"))
    prompt = data.Dataset(trained.config.dataset).conversations("validation")[0][:-1]
    ids = torch.tensor([data.prompt_ids(tokenizer, prompt)])
    with torch.no_grad():
        said = [torch.log_softmax(model(input_ids=ids).logits[0, -1], dim=-1) for model in (whole, adapted)]
        with adapted.disable_adapter():
            unadapted = torch.log_softmax(adapted(input_ids=ids).logits[0, -1], dim=-1)
    torch.testing.assert_close(said[0], said[1], rtol=0, atol=0.05)  # one was rounded to float16
    assert (unadapted - said[1]).abs().max() > 1  # which is also what preference training holds against


def test_the_merged_model_remembers_what_follows(trained: Run) -> None:
    tokenizer = AutoTokenizer.from_pretrained(trained.config.merged("sft"))
    model = AutoModelForCausalLM.from_pretrained(trained.config.merged("sft"), dtype=torch.float32)
    for conversation in data.Dataset(trained.config.dataset).conversations("validation"):
        ids = torch.tensor([data.prompt_ids(tokenizer, conversation[:-1])])
        with torch.no_grad():
            likeliest = int(model(input_ids=ids).logits[0, -1].argmax())
        assert tokenizer.decode([likeliest]) == conversation[-1]["content"]


@pytest.mark.parametrize("tied", [True, False])
def test_item_rows_are_trained_alone_saved_and_restored(tied: bool, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("rows")
    model = tiny.model(64, tied=tied)
    model.save_pretrained(folder / "base")
    names = ["embed_tokens"] if tied else ["embed_tokens", "lm_head"]
    adapted = get_peft_model(
        model, LoraConfig(r=2, target_modules=["q_proj"], trainable_token_indices={name: [5, 9] for name in names})
    )
    training.settle_item_rows(adapted)
    trainable = [parameter for parameter in adapted.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(trainable, lr=0.1)
    ids = torch.tensor([[1, 5, 9, 5, 2]])
    adapted(input_ids=ids, labels=ids).loss.backward()
    optimizer.step()
    with torch.no_grad():
        wanted = adapted(input_ids=ids).logits
    adapted.save_pretrained(folder / "adapter")
    again = AutoModelForCausalLM.from_pretrained(folder / "base", dtype=torch.float32)
    originals = {name: dict(again.named_modules())[f"model.{name}" if name == "embed_tokens" else name].weight.clone()
                 for name in names}  # fmt: skip
    restored = PeftModel.from_pretrained(again, folder / "adapter")
    with torch.no_grad():
        torch.testing.assert_close(restored(input_ids=ids).logits, wanted)
    merged = restored.merge_and_unload()
    with torch.no_grad():
        torch.testing.assert_close(merged(input_ids=ids).logits, wanted, rtol=1e-4, atol=1e-4)
    matrices = [merged.get_input_embeddings().weight, merged.get_output_embeddings().weight][: len(names)]
    for name, matrix in zip(names, matrices, strict=True):
        changed = (matrix != originals[name]).any(dim=1).nonzero().squeeze(1).tolist()
        assert changed == [5, 9]
    assert (merged.get_input_embeddings().weight.data_ptr() == merged.get_output_embeddings().weight.data_ptr()) == tied


def test_an_adapter_of_another_base_is_refused(trained: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("other")
    tokenizer = AutoTokenizer.from_pretrained(trained.config.prepared_base)
    tiny.model(trained_rows(trained), seed=2).save_pretrained(folder / "base")
    tokenizer.save_pretrained(folder / "base")
    done = script("merge", trained.config_file, "--base", folder / "base", "--out", folder / "merged")
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1] == (
        f"error: the adapter {trained.config.adapter('sft')} was trained on another base: "
        f"its weights are not those of {folder / 'base'}"
    )
    assert not (folder / "merged").exists()


def test_a_tokenizer_that_does_not_match_is_refused(trained: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("tokenizer")
    tiny.model(trained_rows(trained)).save_pretrained(folder)
    tiny.tokenizer(1500).save_pretrained(folder)
    with pytest.raises(Refusal, match="trained on another base: its tokenizer is not that of"):
        base.check_fingerprint(trained.config.adapter("sft"), base.fingerprint(folder), folder)


def trained_rows(trained: Run) -> int:
    rows = load_file(trained.config.prepared_base / "model.safetensors")["model.embed_tokens.weight"]
    return len(rows)
