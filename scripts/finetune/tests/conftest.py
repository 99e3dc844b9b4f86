"""Fixtures: a prepared run of the tiny model, trained once for all tests that look at its outcome."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import tiny
import torch

import base
import config
import merge
import sft
from config import Config

SCRIPTS = Path(__file__).parents[1]


@dataclass(frozen=True)
class Run:
    folder: Path
    config_file: Path
    config: Config


def script(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs a script as a user does."""
    command = [sys.executable, str(SCRIPTS / f"{name}.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> Iterator[None]:
    """A million parameters are no work for two threads: they would wait for each other."""
    torch.set_num_threads(1)
    yield


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Base, adapter and merged model of the tiny data set."""
    folder = tmp_path_factory.mktemp("trained")
    tiny.base(folder / "tiny")
    tiny.dataset(folder / "windows")
    file = tiny.config(folder)
    run = Run(folder, file, config.read(file))
    base.prepare(run.config)
    sft.sft(run.config)
    merge.merge(run.config.prepared_base, run.config.adapter("sft"), run.config.merged("sft"), torch.float16)
    return run
