#!/usr/bin/env python3
"""Plays a conversation against a running server and writes it down as it went.

    python3 scripts/conversation/record.py --url http://127.0.0.1:8080 --out FILE.md

Every request and every answer goes into the file as sent and received: JSON indented, nothing
left out but the items beyond --count, which are not asked for. FILE.json gets the same as one JSON
document. Without --utterances it plays six turns in English and five in Spanish on the demo
catalogue; a file of your own has one utterance a line, a blank line between conversations, and may
begin a conversation with "# es" for its language.

Needs Python 3.9 and nothing else.
"""
import argparse
import json
import sys
import urllib.error
import urllib.request
from pathlib import Path

ENGLISH = [
    "something like Alien but funnier",
    "not from the 80s",
    "more like the second one",
    "nothing with Will Smith",
    "why the first one?",
    "undo",
]
SPANISH = [
    "algo como Alien pero más divertido",
    "que no sea de los 80",
    "más como el segundo",
    "¿por qué el primero?",
    "mejor una comedia romántica de los 90",
]


def call(url, method, path, body):
    """The exchange as a dict: request, status, answer."""
    data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    request = urllib.request.Request(
        url + path, data=data, method=method, headers={"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=120) as response:
            status, raw = response.status, response.read()
    except urllib.error.HTTPError as error:
        status, raw = error.code, error.read()
    except urllib.error.URLError as error:
        sys.exit(f"{url} does not answer: {error.reason}")
    answer = json.loads(raw) if raw else None
    exchange = {"request": f"{method} {path}", "status": status, "answer": answer}
    if body is not None:
        exchange["body"] = body
    return exchange


def play(url, utterances, count, include, language):
    """A conversation from its beginning to its end; the list of its exchanges."""
    exchanges = [call(url, "POST", "/v1/sessions", {"language": language} if language else {})]
    if exchanges[0]["status"] != 201:
        sys.exit(f"no session: {exchanges[0]}")
    path = "/v1/sessions/" + exchanges[0]["answer"]["sessionId"]
    for text in utterances:
        body = {"text": text, "count": count, "include": include}
        exchanges.append(call(url, "POST", path + "/turns", body))
    exchanges.append(call(url, "DELETE", path, None))
    return exchanges


def read(file):
    """Conversations of a file: pairs of language and utterances."""
    conversations = []
    for block in Path(file).read_text(encoding="utf-8").split("\n\n"):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        language = None
        if lines and lines[0].startswith("#"):
            language = lines.pop(0)[1:].strip() or None
        if lines:
            conversations.append((language, lines))
    return conversations


def fenced(value):
    return "```json\n" + json.dumps(value, ensure_ascii=False, indent=2) + "\n```\n"


def markdown(status, conversations):
    models = ", ".join(f"{m['id']} ({m['role']})" for m in status["models"]) or "none"
    parts = [
        "# Conversations, as sent and received\n",
        "Written by `scripts/conversation/record.py`.\n",
        f"Drago {status['version']}, {status['catalogue']['items']} items. Models: {models}.\n",
    ]
    for n, exchanges in enumerate(conversations, 1):
        parts.append(f"## Conversation {n}\n")
        for exchange in exchanges:
            said = exchange.get("body", {}).get("text")
            if said:
                answer = exchange["answer"] or {}
                parts.append(f"### “{said}”\n\n> {answer.get('text', answer.get('detail', ''))}\n")
            parts.append(f"`{exchange['request']}`\n")
            if "body" in exchange:
                parts.append(fenced(exchange["body"]))
            parts.append(f"{exchange['status']}\n")
            if exchange["answer"] is not None:
                parts.append(fenced(exchange["answer"]))
    return "\n".join(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--out", required=True, help="Markdown file; a .json goes beside it")
    parser.add_argument("--utterances", help="one a line, blank line between conversations")
    parser.add_argument("--count", type=int, default=5)
    parser.add_argument("--include", default="year,genres")
    arguments = parser.parse_args()
    conversations = (
        read(arguments.utterances) if arguments.utterances else [(None, ENGLISH), (None, SPANISH)]
    )
    status = call(arguments.url, "GET", "/v1/status", None)["answer"]
    played = [
        play(arguments.url, lines, arguments.count, arguments.include.split(","), language)
        for language, lines in conversations
    ]
    out = Path(arguments.out)
    out.write_text(markdown(status, played), encoding="utf-8")
    out.with_suffix(".json").write_text(
        json.dumps({"status": status, "conversations": played}, ensure_ascii=False, indent=2) + "\n",
        encoding="utf-8",
    )
    refused = [e for exchanges in played for e in exchanges if e["status"] >= 400]
    print(f"{sum(len(p) for p in played)} exchanges, {len(refused)} refused: {out}")
    sys.exit(1 if refused else 0)


if __name__ == "__main__":
    main()
