"""Quantizes a GGUF file with llama.cpp's own quantizer: the K types, which the `gguf` package only reads.

    python quantize.py model-f16.gguf --out model-q4_k_m.gguf --type q4_k_m --library PATH/libllama.so

The library is the one that `native/` builds; the jar's bundled one lacks the function. K types share
scales over 256 values: where a row is no multiple of it, llama.cpp falls back to another type, which
is reported. Where all matrices would fall back nothing is gained, and the script says so instead.
"""

from __future__ import annotations

import argparse
import ctypes
from collections import Counter
from pathlib import Path

from gguf import GGUFReader

from refusal import Refusal, run

FILE_TYPES = {"q4_0": 2, "q8_0": 7, "q4_k_m": 15, "q5_k_m": 17, "q6_k": 18}
"""`llama_ftype` of llama.cpp b4916."""
SUPER_BLOCK = 256


class Parameters(ctypes.Structure):
    """`llama_model_quantize_params` of llama.cpp b4916."""

    _fields_ = (
        ("nthread", ctypes.c_int32),
        ("ftype", ctypes.c_int32),
        ("output_tensor_type", ctypes.c_int32),
        ("token_embedding_type", ctypes.c_int32),
        ("allow_requantize", ctypes.c_bool),
        ("quantize_output_tensor", ctypes.c_bool),
        ("only_copy", ctypes.c_bool),
        ("pure", ctypes.c_bool),
        ("keep_split", ctypes.c_bool),
        ("imatrix", ctypes.c_void_p),
        ("kv_overrides", ctypes.c_void_p),
    )


def matrices(path: Path) -> dict[str, tuple[int, str]]:
    """The row length and the type of each matrix of a file, by tensor name."""
    return {
        tensor.name: (int(tensor.shape[0]), tensor.tensor_type.name)
        for tensor in GGUFReader(path).tensors
        if len(tensor.shape) > 1
    }


def quantize(source: Path, out: Path, kind: str, library: Path, threads: int) -> list[str]:
    """Writes the file, whole or not at all, and returns the tensors whose rows are too short for a K type."""
    if not source.is_file():
        raise Refusal(f"there is no model {source}")
    rows = matrices(source)
    quantized = {name: type_ for name, (_, type_) in rows.items() if type_ not in ("F32", "F16", "BF16")}
    if quantized:
        name, type_ = next(iter(quantized.items()))
        raise Refusal(f"{source} is quantized already ({name} is {type_}); quantize the F16 file it was made from")
    short = [name for name, (length, _) in rows.items() if length % SUPER_BLOCK] if "_k" in kind else []
    if len(short) == len(rows):
        raise Refusal(f"no row of {source} is a multiple of {SUPER_BLOCK}: {kind} would be another type; take q4_0")
    try:
        llama = ctypes.CDLL(str(library.resolve()))
        llama.llama_model_quantize_default_params.restype = Parameters
        llama.llama_model_quantize.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.POINTER(Parameters)]
        llama.llama_model_quantize.restype = ctypes.c_uint32
    except OSError as error:
        raise Refusal(f"{library} is no library that can be loaded: {error}") from None
    except AttributeError:
        raise Refusal(f"{library} has no llama_model_quantize; native/ builds one that has") from None
    parameters = llama.llama_model_quantize_default_params()
    parameters.nthread, parameters.ftype = threads, FILE_TYPES[kind]
    partial = out.with_name(out.name + ".part")
    partial.parent.mkdir(parents=True, exist_ok=True)
    llama.llama_backend_init()
    if llama.llama_model_quantize(str(source).encode(), str(partial).encode(), ctypes.byref(parameters)) != 0:
        partial.unlink(missing_ok=True)
        raise Refusal(f"llama.cpp could not quantize {source}; its reason stands above")
    partial.replace(out)
    return short


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="a GGUF file in F16, BF16 or F32")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--type", choices=list(FILE_TYPES), default="q4_k_m", help="default: %(default)s")
    parser.add_argument("--library", type=Path, required=True, help="a libllama built from native/")
    parser.add_argument("--threads", type=int, default=0, help="0, the default: as many as there are")
    args = parser.parse_args()
    short = quantize(args.model, args.out, args.type, args.library, args.threads)
    after = matrices(args.out)
    for name in short:
        print(f"{name}: rows of {after[name][0]} are no multiple of {SUPER_BLOCK}, so it became {after[name][1]}")
    types = ", ".join(f"{count} {type_}" for type_, count in Counter(t for _, t in after.values()).most_common())
    print(f"{args.out}: {types}, {args.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    run(main)
