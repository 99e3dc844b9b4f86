"""Prepares the base model of a run: official weights, a folder, or a GGUF file, with the catalogue's item tokens.

    python base.py run.toml

With a data set of the form "tokens" every item gets a token `<item:ID>` of its own. It is an ordinary
added token and not a special one, so that generation shows it and `convert.py` marks it USER_DEFINED.
Its row begins as the mean of the rows of the item's text: training starts where the words are.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from transformers import AddedToken, AutoConfig, AutoModelForCausalLM, AutoTokenizer, GgufConfig

import config as configuration
from config import Config
from data import Dataset, Item
from refusal import Refusal, run

ITEM = re.compile(r"<item:(.+)>")
FINGERPRINT = "drago-base.json"
"""Beside an adapter: which base it was trained on."""
ROW_MULTIPLE = 64
"""The vocabulary is padded to it, as Qwen's own is: odd sizes are slow on a GPU."""


def prepare(config: Config) -> Path:
    """Writes the prepared base, whole or not at all, and returns its folder."""
    dataset = Dataset(config.dataset)
    items = dataset.items() if dataset.has_item_tokens else []
    tokenizer, model = load(config.base)
    if model.config.model_type != "qwen2":
        raise Refusal(f"{config.base} has the architecture {model.config.model_type}; only qwen2 is fine-tuned here")
    if tokenizer.chat_template is None or "<|im_start|>" not in tokenizer.chat_template:
        raise Refusal(f"the tokenizer of {config.base} has no chat template of Qwen's; take an Instruct model")
    if items:
        add_items(tokenizer, model, items)
    folder, partial = config.prepared_base, config.output / "base.part"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    tokenizer.save_pretrained(partial)
    model.save_pretrained(partial)
    shutil.rmtree(folder, ignore_errors=True)
    partial.replace(folder)
    return folder


def load(base: str) -> tuple[Any, Any]:
    """The tokenizer and the model of a name, a folder or a GGUF file."""
    path = Path(base)
    if path.suffix == ".gguf":
        if not path.is_file():
            raise Refusal(f"there is no base model {base}")
        tokenizer = AutoTokenizer.from_pretrained(path.parent, gguf_file=path.name)
        model = AutoModelForCausalLM.from_pretrained(
            path.parent,
            gguf_file=path.name,
            dtype=torch.float16,  # its scales are: nothing is gained by more
            quantization_config=GgufConfig(dequantize=True),
        )
        tie(model)
        return tokenizer, model
    try:
        return AutoTokenizer.from_pretrained(base), AutoModelForCausalLM.from_pretrained(base, dtype="auto")
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise Refusal(f"the base model {base} cannot be loaded: {reason}") from None


def tie(model: Any) -> None:
    """Ties input and output rows again where a GGUF holds them twice and they differ by quantization alone.

    The small Qwen2.5 are tied; a file may still repeat the matrix in two precisions. The output matrix is
    kept, because quantizers give it the finer one.
    """
    rows, head = model.get_input_embeddings().weight, model.get_output_embeddings().weight
    if rows.data_ptr() == head.data_ptr():
        return
    sample = torch.arange(0, rows.shape[0], max(1, rows.shape[0] // 1000))
    a, b = rows[sample].float(), head[sample].float()
    if torch.linalg.norm(a - b) < 0.15 * torch.linalg.norm(b):
        with torch.no_grad():
            rows.copy_(head)
        model.config.tie_word_embeddings = True
        model.tie_weights()


def add_items(tokenizer: Any, model: Any, items: list[Item]) -> None:
    """Adds a token an item, and its rows to both matrices."""
    for item in items:
        match = ITEM.fullmatch(item.token)
        if match is None or match[1] != item.id:
            raise Refusal(f"the item {item.id} has the token {item.token!r}, not <item:{item.id}>")
    pieces = [tokenizer(item.text or item.id, add_special_tokens=False)["input_ids"] for item in items]
    known = tokenizer.get_vocab()
    twice = [item.token for item in items if item.token in known]
    if twice:
        raise Refusal(f"the base model already has the token {twice[0]}: it was prepared for a catalogue before")
    added = tokenizer.add_tokens([AddedToken(item.token, normalized=False, special=False) for item in items])
    if added != len(items):
        raise Refusal(f"items.jsonl names {len(items)} items but only {added} distinct tokens")
    if len(tokenizer) > model.get_input_embeddings().weight.shape[0]:
        model.resize_token_embeddings(len(tokenizer), pad_to_multiple_of=ROW_MULTIPLE, mean_resizing=False)
    ids = tokenizer.convert_tokens_to_ids([item.token for item in items])
    with torch.no_grad():
        for module in (model.get_input_embeddings(), model.get_output_embeddings()):
            rows = module.weight
            means = [rows[torch.tensor(piece)].float().mean(dim=0) for piece in pieces]
            rows[torch.tensor(ids)] = torch.stack(means).to(rows.dtype)
            if model.config.tie_word_embeddings:
                break


def item_tokens(tokenizer: Any) -> dict[str, int]:
    """The item tokens of a vocabulary, by text, in the order of their ids."""
    found = {text: token for text, token in tokenizer.get_vocab().items() if ITEM.fullmatch(text)}
    return dict(sorted(found.items(), key=lambda entry: entry[1]))


def check_items(tokenizer: Any, items: list[Item], name: str) -> None:
    """Refuses a tokenizer that has other item tokens than the data set, or only some of them."""
    present = item_tokens(tokenizer)
    missing = [item.token for item in items if item.token not in present]
    if missing:
        raise Refusal(
            f"the tokenizer of {name} has {len(items) - len(missing)} of the {len(items)} item tokens; "
            f"{missing[0]} is missing"
        )
    unknown = present.keys() - {item.token for item in items}
    if unknown:
        raise Refusal(f"the tokenizer of {name} has the item token {min(unknown)}, which items.jsonl does not name")


def fingerprint(folder: Path) -> dict[str, str]:
    """What tells one base from another: its shape, its vocabulary, and the first row of each tensor.

    Hashing all weights of a large model would take longer than loading it.
    """
    shape = AutoConfig.from_pretrained(folder).to_dict()
    keys = ("model_type", "vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads",
            "num_key_value_heads", "intermediate_size", "tie_word_embeddings")  # fmt: skip
    vocabulary = AutoTokenizer.from_pretrained(folder).get_vocab()
    weights = hashlib.sha256()
    for file in sorted(folder.glob("*.safetensors")):
        with safe_open(file, framework="pt") as tensors:
            for name in sorted(tensors.keys()):
                row = tensors.get_slice(name)[:1].float().contiguous()
                weights.update(name.encode() + row.numpy().tobytes())
    return {
        "shape": _sha256({k: shape.get(k) for k in keys}),
        "vocabulary": _sha256(sorted(vocabulary.items())),
        "weights": weights.hexdigest(),
    }


def check_fingerprint(adapter: Path, base: dict[str, str], folder: Path) -> None:
    """Refuses an adapter that was trained on another base."""
    try:
        trained = json.loads((adapter / FINGERPRINT).read_text(encoding="utf-8"))
    except ValueError:
        raise Refusal(f"{adapter / FINGERPRINT} is damaged") from None
    for part in ("vocabulary", "shape", "weights"):
        if trained.get(part) != base[part]:
            what = {
                "vocabulary": "its tokenizer is not that",
                "shape": "its shape is not that",
                "weights": "its weights are not those",
            }[part]
            raise Refusal(f"the adapter {adapter} was trained on another base: {what} of {folder}")


def _sha256(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def main() -> None:
    config = configuration.read(configuration.arguments(__doc__).parse_args().config)
    folder = prepare(config)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    print(f"{folder}: {len(tokenizer)} tokens, {len(item_tokens(tokenizer))} of them items")


if __name__ == "__main__":
    run(main)
