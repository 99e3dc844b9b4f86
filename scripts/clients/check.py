"""Speaks to a running Drago with the clients of other people: openai and langchain-openai.

    python check.py http://127.0.0.1:8080 CHAT_MODEL EMBEDDER

What an answer says is the model's affair; here its shape is checked, and that nothing is refused
that these clients send. Ends with status 1 and the failed line when something is not as it should.
"""

import json
import sys

import openai
from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI, OpenAIEmbeddings

ADDRESS, CHAT, EMBEDDER = sys.argv[1:4]
FILM = {
    "type": "object",
    "properties": {"title": {"type": "string"}, "year": {"type": "integer"}},
    "required": ["title", "year"],
    "additionalProperties": False,
}


@tool
def weather(city: str) -> str:
    """The weather in a city."""
    return f"It rains in {city}."


def with_openai():
    client = openai.OpenAI(base_url=ADDRESS + "/v1", api_key="none", max_retries=0)
    models = [model.id for model in client.models.list()]
    assert models[0] == "drago" and {CHAT, EMBEDDER} <= set(models), models
    assert client.models.retrieve(EMBEDDER).id == EMBEDDER

    # The client asks for base 64 and decodes it, unless told otherwise.
    vectors = client.embeddings.create(model=EMBEDDER, input=["a ship", "the sea"])
    plain = client.embeddings.create(model=EMBEDDER, input="a ship", encoding_format="float")
    pairs = zip(vectors.data[0].embedding, plain.data[0].embedding, strict=True)
    assert all(abs(a - b) < 1e-6 for a, b in pairs)
    assert abs(sum(v * v for v in plain.data[0].embedding) - 1) < 1e-3

    hello = [{"role": "user", "content": "Hello 😀"}]
    whole = client.chat.completions.create(model=CHAT, messages=hello, temperature=0, seed=1)
    assert whole.choices[0].message.content and whole.usage.total_tokens > 0
    pieces = list(
        client.chat.completions.create(
            model=CHAT, messages=hello, temperature=0, seed=1, stream=True,
            stream_options={"include_usage": True},
        )
    )
    text = "".join(p.choices[0].delta.content or "" for p in pieces if p.choices)
    assert text == whole.choices[0].message.content, text
    assert pieces[-1].usage.total_tokens == whole.usage.total_tokens

    form = client.chat.completions.create(
        model=CHAT, messages=[{"role": "user", "content": "Name a film as JSON."}],
        response_format={"type": "json_schema", "json_schema": {"name": "film", "schema": FILM}},
    )
    film = json.loads(form.choices[0].message.content)
    assert set(film) == {"title", "year"}, film

    answer = client.chat.completions.create(
        model="drago", messages=[{"role": "user", "content": "something in space"}]
    )
    assert "1. " in answer.choices[0].message.content

    for broken, error, code in (
        (dict(model="gpt-4o", messages=hello), openai.NotFoundError, "model_not_found"),
        (dict(model=CHAT, messages=[{"role": "user", "content": "word " * 200_000}]),
         openai.BadRequestError, "context_length_exceeded"),
        (dict(model=CHAT, messages=hello, n=2), openai.BadRequestError, None),
    ):
        try:
            client.chat.completions.create(**broken)
        except error as e:
            assert e.code == code and e.body["message"], e
        else:
            raise AssertionError(f"not refused: {error}")


def with_langchain():
    chat = ChatOpenAI(base_url=ADDRESS + "/v1", api_key="none", model=CHAT, temperature=0)
    assert chat.invoke("Hello").content
    assert "".join(chunk.content for chunk in chat.stream("Hello"))

    # A tool is called, run here, and its result given back.
    question = HumanMessage("How is the weather in Oslo?")
    call = chat.bind_tools([weather], tool_choice="weather").invoke([question])
    assert call.tool_calls[0]["name"] == "weather", call
    result = ToolMessage(weather.invoke(call.tool_calls[0]["args"]), tool_call_id=call.tool_calls[0]["id"])
    assert chat.bind_tools([weather]).invoke([question, call, result]).content is not None

    film = chat.with_structured_output(FILM | {"title": "film", "description": "A film."})
    assert set(film.invoke("Name a film.")) == {"title", "year"}

    # check_embedding_ctx_length would send tokens of OpenAI's vocabulary, which mean nothing here.
    embeddings = OpenAIEmbeddings(
        base_url=ADDRESS + "/v1", api_key="none", model=EMBEDDER, check_embedding_ctx_length=False
    )
    assert len(embeddings.embed_documents(["a ship", "the sea"])) == 2
    assert len(embeddings.embed_query("a ship")) == len(embeddings.embed_query("the sea"))


with_openai()
with_langchain()
print("all clients were answered")
