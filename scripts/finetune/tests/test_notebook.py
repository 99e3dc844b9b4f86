"""The whole pipeline, as a user runs it: the notebook, with the tiny model, against the real jar."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import nbformat
import pytest
import tiny
from nbclient import NotebookClient

import demo_log

NOTEBOOK = Path(__file__).parents[1] / "colab.ipynb"
DRAGO = Path(__file__).parents[3] / "drago"


def read() -> Any:
    return nbformat.read(NOTEBOOK, as_version=4)


def test_its_outputs_are_cleared() -> None:
    assert [cell for cell in read().cells if cell.cell_type == "code" and (cell.outputs or cell.execution_count)] == []


@pytest.mark.slow
def test_from_the_log_to_a_recommendation_over_http(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if subprocess.run([DRAGO, "--version"], capture_output=True, check=False).returncode != 0:
        pytest.skip("the jar cannot be built or run here: it needs a JDK 25 and Maven")
    tiny.base(tmp_path / "tiny")
    settings = {
        "BASE": str(tmp_path / "tiny"),
        "WORK": str(tmp_path / "run"),
        "INSTALL": "no",
        "SFT": "epochs = 8.0\nlearning_rate = 3e-3\nitem_learning_rate = 1e-2\nbatch = 16",
        "DPO": "epochs = 1.0\nlearning_rate = 1e-3\nbatch = 16",
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"DRAGO_{name}", value)
    for name in ("REPOSITORY", "DATA", "QUANTIZE", "TYPE"):
        monkeypatch.delenv(f"DRAGO_{name}", raising=False)
    notebook = read()
    client = NotebookClient(notebook, timeout=900, resources={"metadata": {"path": str(NOTEBOOK.parent)}})
    try:
        client.execute()
    finally:
        said = "".join(
            output.get("text", "") for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs
        )
        (tmp_path / "said.txt").write_text(said, encoding="utf-8")
        print(said[-20_000:])
    answer = json.loads(next(line for line in said.splitlines() if line.startswith('{"')))
    order = demo_log.ring(24)
    window = json.loads((tmp_path / "run/windows/sft-validation.jsonl").read_text(encoding="utf-8").split("\n")[0])
    target = window["messages"][-1]["content"]
    assert target == f"<item:{answer['items'][0]['itemId']}>"
    history = [part.split(">")[0] for part in window["messages"][-2]["content"].split("<item:")[1:]]
    assert order.index(answer["items"][0]["itemId"]) == (order.index(history[-1]) + 1) % len(order)
    assert os.path.getsize(tmp_path / "run/model-q8_0.gguf") < os.path.getsize(tmp_path / "run/model-f16.gguf")
