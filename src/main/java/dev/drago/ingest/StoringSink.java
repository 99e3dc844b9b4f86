package dev.drago.ingest;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import dev.drago.catalog.source.ImportError;
import dev.drago.catalog.source.ImportSink;
import dev.drago.interaction.Interaction;
import dev.drago.recommend.InteractionLog;
import dev.drago.recommend.LiveCatalog;
import dev.drago.store.InteractionRepository;
import dev.drago.store.ItemRepository;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Stores what an import reads, in large transactions; indexing comes after. */
final class StoringSink implements ImportSink {

  private static final int ITEMS_A_WRITE = 1_000;
  private static final int INTERACTIONS_A_WRITE = 20_000;

  private final LiveCatalog catalog;
  private final InteractionLog log;
  private final ErrorList errors;
  private final long knownUsers;
  private final List<Item> items = new ArrayList<>();
  private final List<Interaction> interactions = new ArrayList<>();
  private final Map<ItemRepository.Outcome, Long> itemOutcomes =
      new EnumMap<>(ItemRepository.Outcome.class);
  private final Map<InteractionRepository.Outcome, Long> interactionOutcomes =
      new EnumMap<>(InteractionRepository.Outcome.class);
  private CatalogSchema schema;
  private volatile Counts counts = Counts.NONE;

  StoringSink(LiveCatalog catalog, InteractionLog log, ErrorList errors) {
    this.errors = errors;
    this.catalog = catalog;
    this.log = log;
    this.knownUsers = log.newestUser();
    this.schema = catalog.schema();
  }

  @Override
  public void schema(CatalogSchema types) {
    schema = schema.merge(types);
  }

  @Override
  public void item(Item item) {
    items.add(item);
    if (items.size() == ITEMS_A_WRITE) {
      flushItems();
    }
  }

  @Override
  public void interaction(Interaction interaction) {
    interactions.add(interaction);
    if (interactions.size() == INTERACTIONS_A_WRITE) {
      flush();
    }
  }

  @Override
  public void error(ImportError error) {
    errors.add(error);
  }

  /** Stores what is left over. */
  void flush() {
    flushItems(); // an interaction may be with an item of the same file
    if (!interactions.isEmpty()) {
      List<InteractionRepository.Outcome> outcomes = log.append(interactions, knownUsers);
      for (int i = 0; i < outcomes.size(); i++) {
        interactionOutcomes.merge(outcomes.get(i), 1L, Long::sum);
        if (outcomes.get(i) == InteractionRepository.Outcome.UNKNOWN_ITEM) {
          errors.add(unknownItem(interactions.get(i)));
        }
      }
      interactions.clear();
      publishCounts();
    }
  }

  private static ImportError unknownItem(Interaction interaction) {
    String sentence =
        "user '%s' touched the item '%s', which the catalogue does not have"
            .formatted(interaction.userId(), interaction.itemId());
    return new ImportError("", 0, ImportError.Kind.VALUE, sentence, "");
  }

  private void flushItems() {
    if (!items.isEmpty()) {
      for (Item item : items) {
        schema = schema.merge(schema.addedBy(item));
      }
      catalog
          .store(items, schema)
          .outcomes()
          .forEach(outcome -> itemOutcomes.merge(outcome, 1L, Long::sum));
      items.clear();
      publishCounts();
    }
  }

  /** What was stored so far; for any thread. */
  Counts counts() {
    return counts;
  }

  private void publishCounts() {
    counts =
        new Counts(
            count(ItemRepository.Outcome.CREATED),
            count(ItemRepository.Outcome.CHANGED),
            count(ItemRepository.Outcome.UNCHANGED),
            count(InteractionRepository.Outcome.STORED),
            count(InteractionRepository.Outcome.DUPLICATE),
            count(InteractionRepository.Outcome.UNKNOWN_ITEM));
  }

  private long count(ItemRepository.Outcome outcome) {
    return itemOutcomes.getOrDefault(outcome, 0L);
  }

  private long count(InteractionRepository.Outcome outcome) {
    return interactionOutcomes.getOrDefault(outcome, 0L);
  }
}
