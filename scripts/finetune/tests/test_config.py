from __future__ import annotations

from pathlib import Path

import pytest
import tiny

import config
from refusal import Refusal


def test_every_setting_has_a_default_but_what_only_the_user_knows(tmp_path: Path) -> None:
    file = tmp_path / "run.toml"
    file.write_text('base = "b"\ndataset = "d"\noutput = "o"\n')
    read = config.read(file)
    assert read.lora.targets[0] == "q_proj"
    assert read.dpo.learning_rate < read.sft.learning_rate


def test_a_table_changes_the_settings_it_names_alone(tmp_path: Path) -> None:
    read = config.read(tiny.config(tmp_path, **{"dpo.beta": "0.5"}))
    assert read.dpo.beta == 0.5
    assert read.dpo.batch == 4


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("lora.rang", "8", "lora.rang is no setting"),
        ("lora.rank", "0", "rank is 0 and has to be above 0"),
        ("lora.rank", '"8"', "lora.rank is '8' and has to be of the type int"),
        ("lora.quantize", '"8bit"', "lora.quantize is '8bit' and has to be one of none, 4bit"),
        ("sft.batch", "true", "sft.batch is True and has to be of the type int"),
        ("backend", '"jax"', "backend is 'jax' and has to be one of auto, transformers, unsloth"),
        ("seed", "-1", "seed is -1 and has to be 0 or more"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, name: str, value: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        config.read(tiny.config(tmp_path, **{name: value}))


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    file = tmp_path / "run.toml"
    file.write_text('base = "b"\n')
    with pytest.raises(Refusal, match="dataset is missing"):
        config.read(file)


def test_a_file_that_is_no_toml_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "run.toml"
    file.write_text("base = = 1")
    with pytest.raises(Refusal, match="is no TOML"):
        config.read(file)


def test_the_example_in_the_folder_can_be_read() -> None:
    assert config.read(Path(config.__file__).with_name("example.toml")).base.startswith("Qwen/Qwen2.5")


def test_preferences_start_from_the_merged_model_where_there_is_one(tmp_path: Path) -> None:
    read = config.read(tiny.config(tmp_path))
    assert read.base_of("dpo") == read.prepared_base
    read.merged("sft").mkdir(parents=True)
    assert read.base_of("dpo") == read.merged("sft")
    assert read.base_of("sft") == read.prepared_base
