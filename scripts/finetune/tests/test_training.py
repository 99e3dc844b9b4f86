from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import tiny
import torch
from conftest import SCRIPTS, Run
from torch.nn.functional import cross_entropy
from transformers import AutoTokenizer

import base
import config
import data
import dpo
import merge
import sft
import training
from refusal import Refusal


def prepared(folder: Path, **settings: str) -> Run:
    tiny.base(folder / "tiny")
    tiny.dataset(folder / "windows")
    file = tiny.config(folder, **settings)
    run = Run(folder, file, config.read(file))
    base.prepare(run.config)
    return run


def steps(run: Run) -> int:
    entries = json.loads((run.config.adapter("sft") / "curves.json").read_text())
    return max(int(entry["step"]) for entry in entries)


def test_a_run_that_was_killed_goes_on_from_its_checkpoint(tmp_path: Path) -> None:
    run = prepared(tmp_path, **{"sft.max_steps": "60", "sft.save_every": "5"})
    command = [sys.executable, str(SCRIPTS / "sft.py"), str(run.config_file)]
    checkpoints = run.config.adapter("sft") / "checkpoints"
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while not list(checkpoints.glob("checkpoint-*/trainer_state.json")):
            assert process.poll() is None, "the training ended before it could be killed"
            time.sleep(0.02)
        os.kill(process.pid, signal.SIGKILL)
    assert not (run.config.adapter("sft") / "adapter_model.safetensors").exists()
    with pytest.raises(Refusal, match=r"holds checkpoint-.* of a run before; go on with --resume"):
        sft.sft(run.config)
    done = subprocess.run([*command, "--resume"], capture_output=True, encoding="utf-8", check=True)
    assert "sft: goes on from checkpoint-" in done.stdout
    assert "60 steps" in done.stdout
    assert steps(run) == 60


def test_a_stop_by_the_clock_leaves_a_checkpoint_to_go_on_from(tmp_path: Path) -> None:
    run = prepared(tmp_path, **{"sft.max_minutes": "0.0001", "sft.max_steps": "4"})
    sft.sft(run.config)
    assert steps(run) == 1
    assert (run.config.adapter("sft") / "checkpoints/checkpoint-1").is_dir()
    longer = config.read(tiny.config(tmp_path, **{"sft.max_steps": "4"}))
    sft.sft(longer, resume=True)
    assert steps(run) == 4


def test_the_loss_of_the_answers_is_that_of_all_logits(trained: Run) -> None:
    """The short way, logits at labels alone, against the plain formula over every position of a padded batch."""
    tokenizer, model, _ = training.load(trained.config, "sft")
    found = [data.example(tokenizer, c) for c in data.Dataset(trained.config.dataset).conversations("train")[:5]]
    length = max(len(e.input_ids) for e in found)
    pad = tokenizer.pad_token_id
    inputs = {
        "input_ids": torch.tensor([e.input_ids + [pad] * (length - len(e.input_ids)) for e in found]),
        "attention_mask": torch.tensor([[1] * len(e.input_ids) + [0] * (length - len(e.input_ids)) for e in found]),
        "labels": torch.tensor([e.labels + [-100] * (length - len(e.labels)) for e in found]),
    }
    model = model.float().eval()
    trainer = sft.AnswerTrainer.__new__(sft.AnswerTrainer)
    with torch.no_grad():
        short = trainer.compute_loss(model, inputs)
        logits = model(input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"]).logits
    long = cross_entropy(logits[:, :-1].flatten(0, 1), inputs["labels"][:, 1:].flatten())
    torch.testing.assert_close(short, long, rtol=1e-4, atol=1e-4)


def test_preferences_move_probability_from_the_rejected_to_the_chosen(trained: Run) -> None:
    dpo.dpo(trained.config)
    folder = trained.config.adapter("dpo")
    merge.merge(trained.config.base_of("dpo"), folder, trained.config.merged("dpo"), torch.float16)
    log = json.loads((folder / "curves.json").read_text())
    margins = [entry["eval_rewards/margins"] for entry in log if "eval_rewards/margins" in entry]
    assert margins[-1] > 0
    losses = [entry["eval_loss"] for entry in log if "eval_loss" in entry]
    assert losses[0] == pytest.approx(0.6931, abs=0.01)  # ln 2: at first the model is its own reference
    assert losses[-1] < losses[0]


def test_qlora_trains_on_a_base_in_four_bits(tmp_path: Path) -> None:
    if importlib.util.find_spec("bitsandbytes") is None:
        pytest.skip("bitsandbytes is not installed on this platform")
    run = prepared(tmp_path, **{"lora.quantize": '"4bit"', "sft.max_steps": "20"})
    try:
        _, model, _ = training.load(run.config, "sft")
        with torch.no_grad():
            model(input_ids=torch.tensor([[1, 2, 3]]))
    except (Refusal, RuntimeError, NotImplementedError) as error:
        pytest.skip(f"bitsandbytes has no 4 bit kernels for this processor: {error}")
    sft.sft(run.config)
    log = json.loads((run.config.adapter("sft") / "curves.json").read_text())
    losses = [entry["eval_loss"] for entry in log if "eval_loss" in entry]
    assert losses[-1] < 0.6 * losses[0]
    merge.merge(run.config.prepared_base, run.config.adapter("sft"), run.config.merged("sft"), torch.float16)
    assert len(base.item_tokens(AutoTokenizer.from_pretrained(run.config.merged("sft")))) == 12


def test_the_same_seed_trains_the_same_adapter(tmp_path: Path) -> None:
    written = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        run = prepared(tmp_path / name, **{"sft.max_steps": "3", "precision": '"float32"'})
        sft.sft(run.config)
        written.append((run.config.adapter("sft") / "adapter_model.safetensors").read_bytes())
    assert written[0] == written[1]


def test_unsloth_is_refused_where_it_cannot_be(trained: Run, tmp_path: Path) -> None:
    asked = config.read(tiny.config(tmp_path, backend='"unsloth"'))
    with pytest.raises(Refusal, match="does not train the rows of item tokens"):
        training.backend(asked, has_item_tokens=True)
    if not torch.cuda.is_available():
        with pytest.raises(Refusal, match="needs a CUDA GPU"):
            training.backend(asked, has_item_tokens=False)
    assert training.backend(trained.config, has_item_tokens=True) == "transformers"


def test_a_base_that_was_not_prepared_is_named(tmp_path: Path) -> None:
    tiny.dataset(tmp_path / "windows")
    with pytest.raises(Refusal, match=r"there is no base at .*; base.py makes it"):
        training.load(config.read(tiny.config(tmp_path)), "sft")
