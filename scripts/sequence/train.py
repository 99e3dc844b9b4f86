"""Trains the sequence model on interaction histories and exports it as GGUF.

    python train.py --sequences sequences.tsv --out model.gguf
    python train.py --sequences sequences.tsv --movies movies.dat --catalogue demo.jsonl --out demo.gguf

Leave one out: a user's last item is the test item, the one before it validation; neither is trained
on. Validation is printed during training; the test items are ranked once, at the end, and written
with everything else worth knowing into MODEL.gguf.json.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import time
from pathlib import Path

import numpy as np
import torch

from data import MAX_HISTORY, Histories, batches, map_to_catalogue, read, to_histories, windows
from evaluation import metrics, rank, split
from export import export
from model import BOS, FIRST_ITEM, MaskedSoftmaxLoss, SequenceModel, Shape


def tensors(batch: list[np.ndarray]) -> tuple[torch.Tensor, ...]:
    """Inputs [batch, length], the real positions (flat), their targets, and (row, seen item) pairs."""
    length = max(len(p) for p in batch)
    tokens = np.zeros((len(batch), length), dtype=np.int64)
    keep, target, seen_row, seen_item = [], [], [], []
    row = 0
    for b, piece in enumerate(batch):
        n = len(piece)
        tokens[b, 0] = BOS
        tokens[b, 1:n] = piece[:-1] + FIRST_ITEM
        keep.append(b * length + np.arange(n))
        target.append(piece)
        i, j = np.tril_indices(n, -1)
        seen_row.append(row + i)
        seen_item.append(piece[j])
        row += n
    flat = (np.concatenate(x) for x in (keep, target, seen_row, seen_item))
    return torch.from_numpy(tokens), *(torch.from_numpy(x) for x in flat)


def train(args: argparse.Namespace, histories: Histories) -> tuple[SequenceModel, dict]:
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    parts = split(histories)
    training = parts.training
    shape = Shape(items=histories.known, width=args.width, heads=args.heads, feed_forward=3 * args.width)
    model = SequenceModel(shape, dropout=args.dropout)
    ema = SequenceModel(shape)
    ema.load_state_dict(model.state_dict())
    matrices = [p for p in model.parameters() if p.dim() > 1]
    rest = [p for p in model.parameters() if p.dim() <= 1]
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": 0.01}, {"params": rest, "weight_decay": 0.0}],
        lr=args.learning_rate,
        betas=(0.9, 0.98),
        fused=True,
    )
    started = time.monotonic()
    steps_an_epoch = len(batches(windows(training, np.random.default_rng(0)), args.tokens, np.random.default_rng(0)))
    total = steps_an_epoch * args.epochs
    state = args.out.with_suffix(".checkpoint.pt")
    step, first_epoch, log = 0, 0, []
    if state.exists():  # a killed run goes on from its last epoch
        saved = torch.load(state, weights_only=False)
        model.load_state_dict(saved["model"])
        ema.load_state_dict(saved["ema"])
        optimizer.load_state_dict(saved["optimizer"])
        rng.bit_generator.state = saved["rng"]
        torch.set_rng_state(saved["torch_rng"])
        step, first_epoch, log = saved["step"], saved["epoch"] + 1, saved["log"]
        print(f"resumed after epoch {first_epoch}", flush=True)
    for epoch in range(first_epoch, args.epochs):
        model.train()
        begun, loss_sum, rows = time.monotonic(), 0.0, 0
        for batch in batches(windows(training, rng), args.tokens, rng):
            tokens, keep, target, seen_row, seen_item = tensors(batch)
            progress = min(step / total, 1.0)
            rate = min(1.0, (step + 1) / args.warm_up) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * progress)))
            for group in optimizer.param_groups:
                group["lr"] = args.learning_rate * rate
            hidden = model(tokens).flatten(0, 1)[keep]
            items = model.token_embd.weight[FIRST_ITEM : FIRST_ITEM + shape.items]
            loss = MaskedSoftmaxLoss.apply(hidden, items, target, seen_row, seen_item)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step += 1
            with torch.no_grad():
                decay = min(0.999, (1 + step) / (10 + step))
                for slow, fast in zip(ema.parameters(), model.parameters(), strict=True):
                    slow.lerp_(fast, 1 - decay)
            loss_sum += loss.item() * len(target)
            rows += len(target)
        entry = {"epoch": epoch + 1, "loss": round(loss_sum / rows, 4), "seconds": round(time.monotonic() - begun, 1)}
        if (epoch + 1) % args.validate_every == 0 or epoch + 1 == args.epochs:
            entry["validation"] = metrics(rank(ema.scores, parts.validation, MAX_HISTORY))
        log.append(entry)
        print(json.dumps(entry), flush=True)
        torch.save(
            {
                "model": model.state_dict(), "ema": ema.state_dict(), "optimizer": optimizer.state_dict(),
                "rng": rng.bit_generator.state, "torch_rng": torch.get_rng_state(),
                "step": step, "epoch": epoch, "log": log,
            },
            state,
        )  # fmt: skip
    test = metrics(rank(ema.scores, parts.test, MAX_HISTORY))
    report = {
        "items": shape.items,
        "newItems": len(histories.item_ids) - histories.known,
        "users": len(histories.sequences),
        "interactions": histories.interactions,
        "parameters": sum(p.numel() for p in model.parameters()),
        "seed": args.seed,
        "epochs": args.epochs,
        "trainingSeconds": round(sum(e["seconds"] for e in log) or time.monotonic() - started),
        "validation": log[-1]["validation"],
        "test": test,
    }
    print(json.dumps(report), flush=True)
    return ema, report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sequences", type=Path, required=True, help="sequences.tsv, u.data or ratings.dat")
    parser.add_argument("--shuffle-ties", type=int, metavar="SEED", help="order of events of one second (ratings only)")
    parser.add_argument("--new-items", type=float, default=0.0, metavar="SHARE", help="share of the items to hold out")
    parser.add_argument("--movies", type=Path, help="movies.dat, to map MovieLens ids to --catalogue by title and year")
    parser.add_argument("--catalogue", type=Path, help="JSON Lines of items with title and attributes.year")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--type", choices=["f32", "f16", "q8_0"], default="q8_0")
    parser.add_argument("--name", default="drago-sequence")
    parser.add_argument("--epochs", type=int, default=32)
    parser.add_argument("--width", type=int, default=64)
    parser.add_argument("--heads", type=int, default=2)
    parser.add_argument("--tokens", type=int, default=4096)
    parser.add_argument("--dropout", type=float, default=0.2)
    parser.add_argument("--learning-rate", type=float, default=2e-3)
    parser.add_argument("--warm-up", type=int, default=200)
    parser.add_argument("--validate-every", type=int, default=8)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if (args.movies is None) != (args.catalogue is None):
        parser.error("--movies and --catalogue go together")
    raw = read(args.sequences, args.shuffle_ties)
    if args.movies:
        raw = map_to_catalogue(raw, args.movies, args.catalogue)
    histories = to_histories(raw, args.new_items, args.seed)
    print(f"{len(raw)} users, {len(histories.item_ids)} items, {histories.known} of them known, {histories.interactions} interactions", flush=True)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    model, report = train(args, histories)
    report["dataSha256"] = hashlib.sha256(args.sequences.read_bytes()).hexdigest()
    export(model, histories.item_ids[: histories.known], args.out, args.type, args.name)
    Path(f"{args.out}.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    args.out.with_suffix(".checkpoint.pt").unlink(missing_ok=True)


if __name__ == "__main__":
    main()
