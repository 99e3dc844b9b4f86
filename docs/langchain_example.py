"""Recommends out of Drago's catalogue and explains, with LangChain.

    pip install -r scripts/clients/requirements.txt
    ./drago demo
    python docs/langchain_example.py http://127.0.0.1:8080 drago "a heist that goes wrong"

The retriever asks /v1/search; the chain gives what it finds to a chat model, which says why it
fits. The model is the id of the chat model that Drago has loaded, or "drago" itself, which needs
none and answers out of the catalogue.
"""

import json
import sys
import urllib.request

from langchain_core.documents import Document
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnablePassthrough
from langchain_openai import ChatOpenAI


class DragoRetriever(BaseRetriever):
    """Items of the catalogue that match a wish in words."""

    address: str
    count: int = 5
    filter: str | None = None

    def _get_relevant_documents(self, query, *, run_manager):
        body = {"query": query, "count": self.count, "include": ["text", "year", "genres"]}
        if self.filter:
            body["filter"] = self.filter
        request = urllib.request.Request(
            self.address + "/v1/search", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            items = json.load(answer)["items"]
        return [
            Document(
                page_content=f"{item['title']}: {item.get('attributes', {}).get('text', '')}",
                metadata={"itemId": item["itemId"], "title": item["title"], "score": item["score"]},
            )
            for item in items
        ]


def chain(address, model):
    prompt = ChatPromptTemplate.from_messages(
        [
            ("system", "Recommend only items of this list, and say why they fit:\n{items}"),
            ("user", "{wish}"),
        ]
    )
    chat = ChatOpenAI(base_url=address + "/v1", api_key="none", model=model, temperature=0)
    items = DragoRetriever(address=address) | (
        lambda found: "\n".join("- " + document.page_content for document in found)
    )
    return {"items": items, "wish": RunnablePassthrough()} | prompt | chat | StrOutputParser()


if __name__ == "__main__":
    address, model, wish = sys.argv[1:4]
    for document in DragoRetriever(address=address).invoke(wish):
        print(f"{document.metadata['score']:.3f}  {document.metadata['title']}")
    print()
    for piece in chain(address, model).stream(wish):
        print(piece, end="", flush=True)
    print()
