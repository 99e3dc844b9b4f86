from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tiny
from conftest import Run, script
from gguf import GGUFReader, TokenType, dequantize
from safetensors.torch import load_file
from transformers import AutoTokenizer

import base
import convert
import data
from refusal import Refusal


def write(trained: Run, kind: str, folder: Path) -> GGUFReader:
    out = folder / f"{kind}.gguf"
    convert.convert(trained.config.merged("sft"), out, kind, data.Dataset(trained.config.dataset).items())
    return GGUFReader(out)


def value(reader: GGUFReader, key: str) -> Any:
    field = reader.get_field(key)
    assert field is not None
    return field.contents()


@pytest.mark.parametrize(("kind", "relative"), [("f32", 0), ("f16", 0), ("bf16", 0.004), ("q8_0", 0.01), ("q4_0", 0.2)])
def test_tensors_are_those_of_the_model(trained: Run, tmp_path: Path, kind: str, relative: float) -> None:
    weights = load_file(trained.config.merged("sft") / "model.safetensors")
    found = {tensor.name: tensor for tensor in write(trained, kind, tmp_path).tensors}
    assert len(found) == len(weights)
    for theirs, ours in (("blk.1.ffn_down.weight", "model.layers.1.mlp.down_proj.weight"),
                         ("blk.0.attn_k.bias", "model.layers.0.self_attn.k_proj.bias"),
                         ("token_embd.weight", "model.embed_tokens.weight")):  # fmt: skip
        wanted = weights[ours].float().numpy()
        got = dequantize(found[theirs].data, found[theirs].tensor_type).reshape(wanted.shape)
        assert np.linalg.norm(got - wanted) <= relative * np.linalg.norm(wanted), theirs
    assert all(t.tensor_type.name == "F32" for t in found.values() if len(t.shape) == 1)
    assert "output.weight" not in found  # tied


def test_item_tokens_are_single_tokens_that_the_vocabulary_names(trained: Run, tmp_path: Path) -> None:
    reader = write(trained, "f16", tmp_path)
    tokens, types = value(reader, "tokenizer.ggml.tokens"), value(reader, "tokenizer.ggml.token_type")
    tokenizer = AutoTokenizer.from_pretrained(trained.config.merged("sft"))
    items = base.item_tokens(tokenizer)
    assert value(reader, "drago.item_count") == len(items) == 12
    assert {text: token for token, text in enumerate(tokens) if text.startswith("<item:")} == items
    for token, (text, kind) in enumerate(zip(tokens, types, strict=True)):
        if token >= len(tokenizer):
            assert (text, kind) == (f"[PAD{token}]", TokenType.UNUSED)
        elif token in items.values():
            assert kind == TokenType.USER_DEFINED
        elif text in ("<|im_start|>", "<|im_end|>", "<|endoftext|>"):
            assert kind == TokenType.CONTROL
        else:
            assert kind == TokenType.NORMAL
    assert tokens[value(reader, "tokenizer.ggml.eos_token_id")] == "<|im_end|>"
    assert value(reader, "tokenizer.chat_template") == tokenizer.chat_template
    assert value(reader, "tokenizer.ggml.pre") == "qwen2"


def test_half_the_item_tokens_are_refused(trained: Run, tmp_path: Path) -> None:
    tiny.dataset(tmp_path / "windows", films=24)
    out = tmp_path / "model.gguf"
    done = script("convert", trained.config.merged("sft"), "--out", out, "--dataset", tmp_path / "windows")
    assert done.returncode == 1
    assert "has 12 of the 24 item tokens; <item:" in done.stderr.strip().splitlines()[-1]
    assert list(tmp_path.glob("model*")) == []


def test_a_tokenizer_with_more_tokens_than_the_model_has_rows_is_refused(trained: Run, tmp_path: Path) -> None:
    folder = tmp_path / "merged"
    shutil.copytree(trained.config.merged("sft"), folder)
    tiny.tokenizer(4000).save_pretrained(folder)
    with pytest.raises(Refusal, match=r"has \d+ tokens but the model \d+ rows"):
        convert.convert(folder, tmp_path / "x.gguf", "f16")


def test_another_architecture_is_named(trained: Run, tmp_path: Path) -> None:
    folder = tmp_path / "merged"
    shutil.copytree(trained.config.merged("sft"), folder)
    config = folder / "config.json"
    config.write_text(config.read_text().replace('"model_type": "qwen2"', '"model_type": "llama"'))
    with pytest.raises(Refusal, match="has the architecture llama; only qwen2 is converted"):
        convert.convert(folder, tmp_path / "x.gguf", "f16")


def test_an_untied_model_keeps_its_output_matrix(tmp_path: Path) -> None:
    folder = tiny.base(tmp_path / "untied", tied=False)
    convert.convert(folder, tmp_path / "x.gguf", "f32")
    found = {tensor.name: tensor.data for tensor in GGUFReader(tmp_path / "x.gguf").tensors}
    weights = load_file(folder / "model.safetensors")
    np.testing.assert_array_equal(found["output.weight"], weights["lm_head.weight"].numpy())
    np.testing.assert_array_equal(found["token_embd.weight"], weights["model.embed_tokens.weight"].numpy())


def test_a_disk_that_is_full_is_a_sentence(trained: Run) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no /dev/full here to stand for a full disk")
    code = (
        "import refusal, convert, sys\n"
        "def main(): open('/dev/full', 'wb', buffering=0).write(b'x')\n"
        "refusal.run(main)\n"
    )
    import subprocess
    import sys

    done = subprocess.run([sys.executable, "-c", code], cwd=Path(convert.__file__).parent, capture_output=True,
                          encoding="utf-8", check=False)  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.strip() == "error: No space left on device"
