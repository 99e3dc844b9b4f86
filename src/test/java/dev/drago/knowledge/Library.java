package dev.drago.knowledge;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import dev.drago.catalog.StrictJson;
import dev.drago.document.Document;
import dev.drago.document.DocumentFormat;
import dev.drago.document.DocumentJson;
import dev.drago.index.ItemIndex;
import dev.drago.index.PassageIndex;
import dev.drago.inference.ModelSize;
import dev.drago.inference.SentenceEmbedder;
import dev.drago.llama.LlamaLibrary;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.ModelOptions;
import dev.drago.recommend.LiveCatalog;
import dev.drago.store.Database;
import dev.drago.store.DocumentRepository;
import dev.drago.store.EmbeddingRepository;
import dev.drago.store.ItemRepository;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Store, indexes, catalogue and documents of one folder, wired as an instance wires them. */
final class Library implements AutoCloseable {

  private static final Path EMBEDDER = Path.of("models", "e5-small-v2-q8_0.gguf");

  final Database database;
  final DocumentRepository documents;
  final ItemIndex itemIndex;
  final PassageIndex index;
  final LiveCatalog catalog;
  final Knowledge knowledge;
  final Optional<SentenceEmbedder> embedder;

  Library(Path folder, Optional<SentenceEmbedder> embedder) {
    this(folder, embedder, embedder.isPresent() ? "e5" : "none");
  }

  Library(Path folder, Optional<SentenceEmbedder> embedder, String key) {
    this.embedder = embedder;
    this.database = Database.open(folder.resolve("drago.db"));
    ItemRepository items = new ItemRepository(database);
    EmbeddingRepository embeddings = new EmbeddingRepository(database, key);
    AtomicReference<CatalogSchema> schema = new AtomicReference<>(items.schema());
    this.itemIndex =
        ItemIndex.open(folder.resolve("index"), schema::get, key, ItemIndex.EXACT_BELOW);
    this.documents = new DocumentRepository(database);
    this.catalog =
        new LiveCatalog(
            items,
            items.snapshot(),
            itemIndex,
            Optional.empty(),
            embeddings,
            schema,
            new DocumentedItems(documents));
    this.index = PassageIndex.open(folder.resolve("passages"), key, ItemIndex.EXACT_BELOW);
    this.knowledge =
        new Knowledge(documents, index, embedder, embeddings, catalog::snapshot, catalog::reindex);
  }

  /** The embedder that ships, on two threads. */
  static SentenceEmbedder embedder(Path folder) {
    LlamaLibrary library = LlamaLibrary.open(Optional.empty(), folder);
    List<LlamaModel> models =
        List.of(
            LlamaModel.load(library, EMBEDDER, ModelOptions.DEFAULT),
            LlamaModel.load(library, EMBEDDER, ModelOptions.DEFAULT));
    return new SentenceEmbedder(models, new ModelSize(2, 1, 1), 256);
  }

  Library items(String... ids) {
    for (String id : ids) {
      Item item = new Item(id, id, "", Map.of());
      catalog.put(List.of(item), CatalogSchema.empty());
    }
    return this;
  }

  /** A question with nothing else said. */
  static AnswerRequest ask(String question) {
    return new AnswerRequest(
        question,
        AnswerRequest.DEFAULT_COUNT,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static Document text(String id, String content) {
    return document(id, content, DocumentFormat.TEXT, Optional.empty());
  }

  static Document about(String item, String id, String content) {
    return document(id, content, DocumentFormat.TEXT, Optional.of(item));
  }

  static Document document(
      String id, String content, DocumentFormat format, Optional<String> item) {
    return new Document(
        id, "About " + id, content, format, item, Optional.of("en"), Optional.empty());
  }

  /** The documents written for the measurements, with the films they are about. */
  static List<Document> written() {
    return lines("/knowledge/documents.jsonl").stream()
        .map(line -> DocumentJson.parse(StrictJson.read(line)))
        .toList();
  }

  static List<String> lines(String resource) {
    try (InputStream in = Library.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    index.close();
    itemIndex.close();
    database.close();
  }
}
