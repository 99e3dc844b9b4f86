from __future__ import annotations

import ctypes
import os
from pathlib import Path

import pytest
import tiny

import convert
import quantize
from refusal import Refusal


@pytest.fixture(scope="module")
def f16(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quantize")
    out = folder / "f16.gguf"
    convert.convert(tiny.base(folder / "tiny", hidden_size=256, num_hidden_layers=1), out, "f16")
    return out


def test_the_layout_is_that_of_llama_cpp() -> None:
    """Offsets by the C rules from the header's order of fields; 5 bools end at 21, a pointer begins at 24."""
    offsets = {name: getattr(quantize.Parameters, name).offset for name, _ in quantize.Parameters._fields_}
    assert (offsets["allow_requantize"], offsets["keep_split"]) == (16, 20)
    assert (offsets["imatrix"], offsets["kv_overrides"], ctypes.sizeof(quantize.Parameters)) == (24, 32, 40)


def test_q4_k_m_of_whole_super_blocks(f16: Path, tmp_path: Path) -> None:
    library = os.environ.get("DRAGO_LLAMA_LIBRARY")
    if not library:
        pytest.skip("DRAGO_LLAMA_LIBRARY names no libllama built from native/")
    out = tmp_path / "q4_k_m.gguf"
    assert quantize.quantize(f16, out, "q4_k_m", Path(library), 1) == []
    types = {name: type_ for name, (_, type_) in quantize.matrices(out).items()}
    assert types["blk.0.attn_q.weight"] == "Q4_K"
    assert out.stat().st_size < 0.5 * f16.stat().st_size


def test_what_is_no_library_is_named(f16: Path, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"f16.gguf is no library that can be loaded"):
        quantize.quantize(f16, tmp_path / "x.gguf", "q4_k_m", f16, 1)


def test_a_library_without_the_quantizer_is_named(f16: Path, tmp_path: Path) -> None:
    folders = ("/lib/x86_64-linux-gnu", "/usr/lib64", "/lib64")
    found = next((path for folder in folders if (path := Path(folder, "libc.so.6")).exists()), None)
    if found is None:
        pytest.skip("no libc.so.6 in the usual places to stand for another library")
    with pytest.raises(Refusal, match="has no llama_model_quantize"):
        quantize.quantize(f16, tmp_path / "x.gguf", "q4_k_m", found, 1)


def test_rows_that_are_no_super_blocks_gain_nothing(tmp_path: Path) -> None:
    folder = tiny.base(tmp_path / "tiny", intermediate_size=352, num_hidden_layers=1)
    convert.convert(folder, tmp_path / "f16.gguf", "f16")
    with pytest.raises(Refusal, match="is a multiple of 256: q4_k_m would be another type; take q4_0"):
        quantize.quantize(tmp_path / "f16.gguf", tmp_path / "x.gguf", "q4_k_m", tmp_path / "none.so", 1)


def test_a_quantized_file_is_not_quantized_again(tmp_path: Path) -> None:
    convert.convert(tiny.base(tmp_path / "tiny", num_hidden_layers=1), tmp_path / "q8.gguf", "q8_0")
    with pytest.raises(Refusal, match="is quantized already"):
        quantize.quantize(tmp_path / "q8.gguf", tmp_path / "x.gguf", "q4_0", tmp_path / "none.so", 1)
