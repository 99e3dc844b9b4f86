"""Merges the adapter of a stage into its base: one model in the Hugging Face form.

    python merge.py run.toml [--stage dpo]

Refuses an adapter of another base, and a tokenizer that is not the one the adapter was trained with.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer

import config as configuration
from base import FINGERPRINT, check_fingerprint, fingerprint
from refusal import Refusal, run

TYPES = {"float16": torch.float16, "bfloat16": torch.bfloat16, "float32": torch.float32}


def merge(base: Path, adapter: Path, out: Path, dtype: torch.dtype) -> None:
    """Writes the merged model, whole or not at all. The sum is made in float32 and rounded once."""
    if not (adapter / "adapter_config.json").is_file() or not (adapter / FINGERPRINT).is_file():
        raise Refusal(f"{adapter} is no adapter of sft.py or dpo.py")
    check_fingerprint(adapter, fingerprint(base), base)
    tokenizer = AutoTokenizer.from_pretrained(base)
    if AutoTokenizer.from_pretrained(adapter).get_vocab() != tokenizer.get_vocab():
        raise Refusal(f"the tokenizer of {adapter} does not match the one of {base}")
    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    merged = PeftModel.from_pretrained(model, adapter).merge_and_unload(safe_merge=True).to(dtype)
    if merged.config.tie_word_embeddings:
        merged.tie_weights()
    partial = out.with_name(out.name + ".part")
    shutil.rmtree(partial, ignore_errors=True)
    merged.save_pretrained(partial)
    tokenizer.save_pretrained(partial)
    shutil.rmtree(out, ignore_errors=True)
    partial.replace(out)


def main() -> None:
    parser = configuration.arguments(__doc__)
    parser.add_argument("--stage", choices=["sft", "dpo"], default="sft")
    parser.add_argument("--base", type=Path, help="another base than the run's")
    parser.add_argument("--adapter", type=Path, help="another adapter than the run's")
    parser.add_argument("--out", type=Path, help="another folder than the run's")
    parser.add_argument("--type", choices=list(TYPES), default="float16", help="default: %(default)s")
    args = parser.parse_args()
    config = configuration.read(args.config)
    out = args.out or config.merged(args.stage)
    merge(args.base or config.base_of(args.stage), args.adapter or config.adapter(args.stage), out, TYPES[args.type])
    print(f"{out}: {args.type}")


if __name__ == "__main__":
    run(main)
