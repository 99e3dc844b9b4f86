"""A Qwen2 model of about a million parameters with a real tokenizer, and a catalogue to learn: what the tests train.

The tokenizer is a byte-level BPE trained on the demo catalogue's texts with Qwen's pre-tokenizer,
special tokens and turns, so that llama.cpp reads it as it reads Qwen's.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import torch
from tokenizers import pre_tokenizers, trainers
from transformers import AddedToken, Qwen2Config, Qwen2ForCausalLM, Qwen2Tokenizer

import demo_log

CATALOGUE = demo_log.CATALOGUE
TEMPLATE = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


def catalogue() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CATALOGUE.read_text(encoding="utf-8").splitlines()]


def tokenizer(size: int = 2000) -> Any:
    made = Qwen2Tokenizer(vocab={}, merges=[])
    trainer = trainers.BpeTrainer(
        vocab_size=size, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    made._tokenizer.train_from_iterator([f"{film['title']}. {film['text']}" for film in catalogue()], trainer)
    model = json.loads(made._tokenizer.to_str())["model"]
    done = Qwen2Tokenizer(
        vocab=model["vocab"],
        merges=[tuple(m) for m in model["merges"]],
        unk_token=None,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
    )
    done.add_special_tokens({"additional_special_tokens": [AddedToken("<|im_start|>", special=True)]})
    done.chat_template = TEMPLATE
    return done


def model(rows: int, seed: int = 1, tied: bool = True, **shape: Any) -> Any:
    torch.manual_seed(seed)
    settings = {
        "hidden_size": 128,
        "intermediate_size": 512,
        "num_hidden_layers": 3,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": 4096,
        "rope_parameters": {"rope_theta": 1e6, "rope_type": "default"},
        "rms_norm_eps": 1e-6,
        "initializer_range": 0.1,  # wide enough that an adapter reaches any token of the frozen output matrix
    }
    return Qwen2ForCausalLM(Qwen2Config(vocab_size=rows, tie_word_embeddings=tied, **{**settings, **shape}))


def base(folder: Path, **shape: Any) -> Path:
    """Writes a base model's folder."""
    made = tokenizer()
    rows = -(-len(made) // 64) * 64
    model(rows, **shape).save_pretrained(folder)
    made.save_pretrained(folder)
    return folder


def dataset(folder: Path, films: int = 12, form: str = "tokens", windows: int = 48) -> Path:
    """Writes a data set in the shape of `drago dataset`: everyone takes the films in one fixed order."""
    folder.mkdir(parents=True)
    chosen = catalogue()[:films]
    names = [f"<item:{film['id']}>" if form == "tokens" else film["title"] for film in chosen]
    sft, dpo = [], []
    for n in range(windows):
        history = [names[(n + i) % films] for i in range(3)]
        prompt = [
            {"role": "system", "content": "You recommend films."},
            {"role": "user", "content": "History: " + ", ".join(history) + ". What comes next?"},
        ]
        answers = [[{"role": "assistant", "content": names[(n + i) % films]}] for i in (3, 6)]
        sft.append({"messages": prompt + answers[0]})
        dpo.append({"prompt": prompt, "chosen": answers[0], "rejected": answers[1]})
    items = [
        {"id": film["id"], "token": f"<item:{film['id']}>", "text": f"{film['title']}. {film['text']}"}
        for film in chosen
    ]
    files = {"sft-train": sft, "sft-validation": sft[:8], "dpo-train": dpo, "dpo-validation": dpo[:8], "items": items}
    for name, lines in files.items():
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    seal(folder, form)
    return folder


def seal(folder: Path, form: str = "tokens") -> None:
    """Writes the card with the checksums of the files as they are now."""
    files = [
        {"name": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()} for path in folder.glob("*.jsonl")
    ]
    (folder / "dataset.json").write_text(json.dumps({"options": {"form": form}, "files": files}), encoding="utf-8")


def config(folder: Path, **settings: str) -> Path:
    """Writes a run's configuration for the tiny model; a setting is a TOML value by its dotted name."""
    values = {
        "base": f'"{folder / "tiny"}"',
        "dataset": f'"{folder / "windows"}"',
        "output": f'"{folder / "run"}"',
        "max_length": "256",
        "lora.rank": "8",
        "sft.learning_rate": "3e-3",
        "sft.item_learning_rate": "1e-2",
        "sft.epochs": "10.0",
        "sft.log_every": "5",
        "sft.evaluate_every": "20",
        "sft.save_every": "10",
        "dpo.learning_rate": "1e-3",
        "dpo.epochs": "1.0",
        **settings,
    }
    path = folder / "run.toml"
    path.write_text("".join(f"{name} = {value}\n" for name, value in values.items()), encoding="utf-8")
    return path
