package dev.drago.cli;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import dev.drago.catalog.source.ImportError;
import dev.drago.catalog.source.ImportSink;
import dev.drago.interaction.Interaction;
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
  private final InteractionRepository repository;
  private final ErrorList errors;
  private final long knownUsers;
  private final List<Item> items = new ArrayList<>();
  private final List<Interaction> interactions = new ArrayList<>();
  private final Map<ItemRepository.Outcome, Long> itemOutcomes =
      new EnumMap<>(ItemRepository.Outcome.class);
  private final Map<InteractionRepository.Outcome, Long> interactionOutcomes =
      new EnumMap<>(InteractionRepository.Outcome.class);
  private CatalogSchema schema;

  StoringSink(LiveCatalog catalog, InteractionRepository repository, ErrorList errors) {
    this.errors = errors;
    this.catalog = catalog;
    this.repository = repository;
    this.knownUsers = repository.newestUser();
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
      List<InteractionRepository.Outcome> outcomes = repository.append(interactions, knownUsers);
      for (int i = 0; i < outcomes.size(); i++) {
        interactionOutcomes.merge(outcomes.get(i), 1L, Long::sum);
        if (outcomes.get(i) == InteractionRepository.Outcome.UNKNOWN_ITEM) {
          errors.add(unknownItem(interactions.get(i)));
        }
      }
      interactions.clear();
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
    }
  }

  long created() {
    return itemOutcomes.getOrDefault(ItemRepository.Outcome.CREATED, 0L);
  }

  long changed() {
    return itemOutcomes.getOrDefault(ItemRepository.Outcome.CHANGED, 0L);
  }

  long unchanged() {
    return itemOutcomes.getOrDefault(ItemRepository.Outcome.UNCHANGED, 0L);
  }

  long stored() {
    return interactionOutcomes.getOrDefault(InteractionRepository.Outcome.STORED, 0L);
  }

  long duplicates() {
    return interactionOutcomes.getOrDefault(InteractionRepository.Outcome.DUPLICATE, 0L);
  }

  long unknownItems() {
    return interactionOutcomes.getOrDefault(InteractionRepository.Outcome.UNKNOWN_ITEM, 0L);
  }
}
