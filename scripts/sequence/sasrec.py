"""SASRec with full cross-entropy, as a yardstick: what a published model reaches on the same file.

    python sasrec.py --sequences sequences.tsv --out sasrec.json

The model of arXiv 1808.09781 (post-embedding LayerNorm, learned positions, ReLU feed-forward of the
same width, scores by the item embedding) with the loss of arXiv 2309.07602: softmax over the whole
catalogue, nothing masked. Adam 1e-3, 128 users a step, the last 200 items of each; stops when the
validation NDCG@10 has not risen for `--patience` epochs and keeps the best. The split and the
ranking are those of train.py, from evaluation.py.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from data import read, to_histories
from evaluation import metrics, rank, split
from model import MaskedSoftmaxLoss

LONGEST = 200
PADDING = 0  # items are 1.. in the input; padded at the right, where causal attention never looks


class Block(nn.Module):
    def __init__(self, width: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.attention_norm = nn.LayerNorm(width, eps=1e-8)
        self.query = nn.Linear(width, width)
        self.key_value = nn.Linear(width, 2 * width)
        self.attention_out = nn.Linear(width, width)
        self.feed_forward_norm = nn.LayerNorm(width, eps=1e-8)
        self.inner = nn.Linear(width, width)
        self.outer = nn.Linear(width, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        batch, length, width = x.shape

        def split_heads(t: Tensor) -> Tensor:
            return t.view(batch, length, self.heads, -1).transpose(1, 2)

        normed = self.attention_norm(x)  # the query is normed, keys and values are not, as published
        key, value = self.key_value(x).chunk(2, dim=-1)
        seen = F.scaled_dot_product_attention(
            split_heads(self.query(normed)),
            split_heads(key),
            split_heads(value),
            is_causal=True,
            dropout_p=self.dropout.p if self.training else 0.0,
        )
        x = normed + self.attention_out(seen.transpose(1, 2).reshape(batch, length, width))
        h = self.feed_forward_norm(x)
        return h + self.dropout(self.outer(self.dropout(F.relu(self.inner(h)))))


class SasRec(nn.Module):
    def __init__(self, items: int, width: int, blocks: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.item = nn.Embedding(items + 1, width, padding_idx=PADDING)
        self.position = nn.Embedding(LONGEST, width)
        self.blocks = nn.ModuleList(Block(width, heads, dropout) for _ in range(blocks))
        self.norm = nn.LayerNorm(width, eps=1e-8)
        self.dropout = nn.Dropout(dropout)
        self.width = width
        for parameter in self.parameters():
            if parameter.dim() > 1:
                nn.init.xavier_normal_(parameter)
        with torch.no_grad():
            self.item.weight[PADDING].zero_()

    def forward(self, tokens: Tensor) -> Tensor:
        x = self.item(tokens) * self.width**0.5 + self.position.weight[: tokens.shape[1]]
        x = self.dropout(x)
        for block in self.blocks:
            x = block(x)
        return self.norm(x)

    def item_weights(self) -> Tensor:
        return self.item.weight[1:]

    @torch.no_grad()
    def scores(self, histories: list[np.ndarray]) -> np.ndarray:
        self.eval()
        tokens = padded(histories)
        last = torch.tensor([len(h) - 1 for h in histories])
        hidden = self(tokens)[torch.arange(len(histories)), last]
        return (hidden @ self.item_weights().T).numpy()


def padded(histories: list[np.ndarray]) -> Tensor:
    tokens = np.full((len(histories), max(len(h) for h in histories)), PADDING, dtype=np.int64)
    for row, history in zip(tokens, histories, strict=True):
        row[: len(history)] = history + 1
    return torch.from_numpy(tokens)


def train(args: argparse.Namespace) -> dict:
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    histories = to_histories(read(args.sequences, args.shuffle_ties))
    parts = split(histories)
    model = SasRec(len(histories.item_ids), args.width, args.blocks, args.heads, args.dropout)
    optimizer = torch.optim.Adam(model.parameters(), lr=args.learning_rate, betas=(0.9, 0.98))
    nothing = torch.zeros(0, dtype=torch.int64)
    best, best_state, best_epoch = {"ndcg@10": -1.0}, copy.deepcopy(model.state_dict()), 0
    started = time.monotonic()
    for epoch in range(1, args.epochs + 1):
        model.train()
        begun, loss_sum, rows = time.monotonic(), 0.0, 0
        pieces = [s[-(LONGEST + 1) :] for s in parts.training if len(s) > 1]
        for chunk in np.array_split(rng.permutation(len(pieces)), -(-len(pieces) // args.batch)):
            inputs = [pieces[i][:-1] for i in chunk]
            target = torch.from_numpy(np.concatenate([pieces[i][1:] for i in chunk]))
            tokens = padded(inputs)
            hidden = model(tokens)[tokens != PADDING]
            loss = MaskedSoftmaxLoss.apply(hidden, model.item_weights(), target, nothing, nothing)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            loss_sum += loss.item() * len(target)
            rows += len(target)
        now = metrics(rank(model.scores, parts.validation, LONGEST))
        entry = {"epoch": epoch, "loss": round(loss_sum / rows, 4), "seconds": round(time.monotonic() - begun, 1)}
        print(json.dumps(entry | now), flush=True)
        if now["ndcg@10"] > best["ndcg@10"]:
            best, best_state, best_epoch = now, copy.deepcopy(model.state_dict()), epoch
        elif epoch - best_epoch >= args.patience:
            break
    model.load_state_dict(best_state)
    test = metrics(rank(model.scores, parts.test, LONGEST))
    return {
        "model": "SASRec, full cross-entropy",
        "dataSha256": hashlib.sha256(args.sequences.read_bytes()).hexdigest(),
        "width": args.width,
        "blocks": args.blocks,
        "heads": args.heads,
        "dropout": args.dropout,
        "seed": args.seed,
        "epochs": best_epoch,
        "trainingSeconds": round(time.monotonic() - started),
        "validation": best,
        "test": test,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sequences", type=Path, required=True, help="sequences.tsv, u.data or ratings.dat")
    parser.add_argument("--shuffle-ties", type=int, metavar="SEED", help="order of events of one second (ratings only)")
    parser.add_argument("--out", type=Path, required=True, help="the report, as JSON")
    parser.add_argument("--epochs", type=int, default=100)
    parser.add_argument("--patience", type=int, default=10)
    parser.add_argument("--width", type=int, default=64)
    parser.add_argument("--blocks", type=int, default=2)
    parser.add_argument("--heads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=128, help="users a step")
    parser.add_argument("--dropout", type=float, default=0.2)
    parser.add_argument("--learning-rate", type=float, default=1e-3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    report = train(args)
    print(json.dumps(report), flush=True)
    args.out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
