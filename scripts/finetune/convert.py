"""Writes a merged model as a GGUF file that llama.cpp and the jar load: architecture `qwen2` alone.

    python convert.py runs/qwen/sft-merged --out model.gguf [--type q8_0] [--dataset data/windows]

Tensor names come from the `gguf` package's map, quantization from its reference implementation. Item
tokens are USER_DEFINED, so that llama.cpp reads them in a prompt and gives their text back; the jar
finds the catalogue in the vocabulary, and `drago.item_count` says how many there have to be.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from gguf import MODEL_ARCH, GGMLQuantizationType, GGUFWriter, LlamaFileType, TokenType, get_tensor_name_map, quantize
from safetensors import safe_open
from tqdm import tqdm
from transformers import AutoConfig, AutoTokenizer

from base import check_items, item_tokens
from data import Dataset, Item
from refusal import Refusal, run

TYPES = {
    "f32": (GGMLQuantizationType.F32, LlamaFileType.ALL_F32),
    "f16": (GGMLQuantizationType.F16, LlamaFileType.MOSTLY_F16),
    "bf16": (GGMLQuantizationType.BF16, LlamaFileType.MOSTLY_BF16),
    "q8_0": (GGMLQuantizationType.Q8_0, LlamaFileType.MOSTLY_Q8_0),
    "q4_0": (GGMLQuantizationType.Q4_0, LlamaFileType.MOSTLY_Q4_0),
}
BLOCK = 32
"""Values that share a scale in Q8_0 and Q4_0: a row has to be made of whole blocks."""


def convert(folder: Path, out: Path, kind: str, items: list[Item] | None = None) -> None:
    """Writes the file, whole or not at all. `items`, where given, have to be the item tokens there are."""
    if not (folder / "config.json").is_file():
        raise Refusal(f"{folder} is no model folder: it has no config.json")
    shape = AutoConfig.from_pretrained(folder)
    if shape.model_type != "qwen2":
        raise Refusal(f"{folder} has the architecture {shape.model_type}; only qwen2 is converted here")
    tokenizer = AutoTokenizer.from_pretrained(folder)
    if items is not None:
        check_items(tokenizer, items, str(folder))
    if len(tokenizer) > shape.vocab_size:
        raise Refusal(f"the tokenizer of {folder} has {len(tokenizer)} tokens but the model {shape.vocab_size} rows")
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.with_name(out.name + ".part")
    writer = GGUFWriter(partial, "qwen2", use_temp_file=True)  # a 7B model is more than the memory of a T4 notebook
    write_shape(writer, shape, out.stem, TYPES[kind][1])
    write_vocabulary(writer, tokenizer, shape.vocab_size)
    for name, data in tensors(folder, shape):
        # vectors stay in float32, as llama.cpp demands; so does a matrix whose rows are no whole blocks
        type_ = TYPES[kind][0] if data.ndim > 1 else GGMLQuantizationType.F32
        if type_ in (GGMLQuantizationType.Q8_0, GGMLQuantizationType.Q4_0):
            if data.shape[-1] % BLOCK:
                type_ = GGMLQuantizationType.F16
            elif name in ("token_embd.weight", "output.weight"):
                type_ = GGMLQuantizationType.Q8_0  # llama.cpp's own Q4_0 gives the output more bits, too
        writer.add_tensor(name, quantize(data, type_), raw_dtype=type_)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file(progress=True)
    writer.close()
    partial.replace(out)


def write_shape(writer: GGUFWriter, shape: Any, name: str, file_type: LlamaFileType) -> None:
    writer.add_name(name)
    writer.add_context_length(shape.max_position_embeddings)
    writer.add_embedding_length(shape.hidden_size)
    writer.add_block_count(shape.num_hidden_layers)
    writer.add_feed_forward_length(shape.intermediate_size)
    writer.add_head_count(shape.num_attention_heads)
    writer.add_head_count_kv(shape.num_key_value_heads)
    writer.add_layer_norm_rms_eps(shape.rms_norm_eps)
    writer.add_rope_freq_base(shape.rope_parameters["rope_theta"])
    writer.add_file_type(file_type)


def write_vocabulary(writer: GGUFWriter, tokenizer: Any, rows: int) -> None:
    """The byte-level BPE, in the convention that llama.cpp's pre-tokenizer `qwen2` reads."""
    model = json.loads(tokenizer.backend_tokenizer.to_str())["model"]
    if model["type"] != "BPE":
        raise Refusal(f"the tokenizer is {model['type']}, not the byte-level BPE of Qwen")
    texts = {token: text for text, token in tokenizer.get_vocab().items()}
    added, items = tokenizer.added_tokens_decoder, item_tokens(tokenizer)
    tokens, types = [], []
    for token in range(rows):
        text = texts.get(token, f"[PAD{token}]")
        if text == f"[PAD{token}]":
            kind = TokenType.UNUSED
        elif token not in added:
            kind = TokenType.NORMAL
        else:
            kind = TokenType.CONTROL if added[token].special else TokenType.USER_DEFINED
        tokens.append(text)
        types.append(kind)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    writer.add_token_merges([m if isinstance(m, str) else " ".join(m) for m in model["merges"]])
    writer.add_eos_token_id(tokenizer.eos_token_id)
    writer.add_pad_token_id(tokenizer.pad_token_id)
    writer.add_bos_token_id(tokenizer.convert_tokens_to_ids("<|endoftext|>"))
    writer.add_add_bos_token(False)
    writer.add_chat_template(tokenizer.chat_template)
    writer.add_uint32("drago.item_count", len(items))


def tensors(folder: Path, shape: Any) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
    """All tensors under llama.cpp's names. A tied output matrix is left out: llama.cpp ties it again."""
    names = get_tensor_name_map(MODEL_ARCH.QWEN2, shape.num_hidden_layers)
    files = sorted(folder.glob("*.safetensors"))
    if not files:
        raise Refusal(f"{folder} has no weights: no *.safetensors")
    for file in files:
        with safe_open(file, framework="pt") as weights:
            for key in tqdm(sorted(weights.keys()), desc=file.name, unit="tensor", disable=None):
                if key == "lm_head.weight" and shape.tie_word_embeddings:
                    continue
                name = names.get_name(key, try_suffixes=(".weight", ".bias"))
                if name is None:
                    raise Refusal(f"the tensor {key} of {folder} is none of qwen2's")
                yield name, weights.get_tensor(key).to(torch.float32).numpy()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="a merged model's folder")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--type", choices=list(TYPES), default="q8_0", help="default: %(default)s")
    parser.add_argument("--dataset", type=Path, help="the data set: its items and no others have to have a token")
    args = parser.parse_args()
    items = None
    if args.dataset:
        dataset = Dataset(args.dataset)
        items = dataset.items() if dataset.has_item_tokens else []
    convert(args.model, args.out, args.type, items)
    print(f"{args.out}: {args.type}, {args.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    run(main)
