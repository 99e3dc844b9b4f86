package dev.drago.interaction;

import dev.drago.catalog.Item;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one user touched, oldest first. Whoever makes a history puts it in order: logs without times
 * know only that.
 */
public record History(List<Event> events) {

  private static final History EMPTY = new History(List.of());

  /** One touch; the user is whoever the history belongs to. Fields as in {@link Interaction}. */
  public record Event(String itemId, String type, Optional<Double> value, Optional<Instant> at) {

    public Event {
      Item.requireId(itemId);
      Interaction.requireType(type);
      Interaction.requireFinite(value);
    }

    /** An event of the default type, at an unknown time. */
    public static Event of(String itemId) {
      return new Event(itemId, Interaction.DEFAULT_TYPE, Optional.empty(), Optional.empty());
    }

    public static Event of(Interaction interaction) {
      return new Event(
          interaction.itemId(), interaction.type(), interaction.value(), interaction.at());
    }
  }

  public History {
    events = List.copyOf(events);
  }

  public static History empty() {
    return EMPTY;
  }

  /** A history of items alone, oldest first. */
  public static History of(List<String> itemIds) {
    return new History(itemIds.stream().map(Event::of).toList());
  }

  /** One user's interactions in the order given, which should be oldest first. */
  public static History ofInteractions(List<Interaction> interactions) {
    return new History(interactions.stream().map(Event::of).toList());
  }

  public List<String> itemIds() {
    return events.stream().map(Event::itemId).toList();
  }

  public int size() {
    return events.size();
  }

  public boolean isEmpty() {
    return events.isEmpty();
  }

  /** The newest {@code n} events, still oldest first; all of them when there are fewer. */
  public History last(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("cannot take the last " + n + " events");
    }
    return n >= events.size()
        ? this
        : new History(events.subList(events.size() - n, events.size()));
  }

  /** This history followed by a newer one. */
  public History then(History newer) {
    if (newer.isEmpty()) {
      return this;
    }
    List<Event> both = new ArrayList<>(events);
    both.addAll(newer.events);
    return new History(both);
  }
}
