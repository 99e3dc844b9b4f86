package dev.drago.torture;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Whether a server has what it promised, and its index what its store has. */
final class Verification {

  private static final int PAGE = 500;

  private final Api api;
  private final List<String> wrong = new ArrayList<>();

  Verification(Api api) {
    this.api = api;
  }

  /** What was found wrong, a sentence each. */
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  /** Holds all that a writer was promised against what is there. */
  void check(Writer writer) {
    Ledger ledger = writer.ledger();
    for (String item : ledger.items()) {
      OptionalInt stored = storedRevision(item);
      if (stored.isPresent()) {
        ledger.found(item, stored.getAsInt()).ifPresent(wrong::add);
        checkIndex(item, stored.getAsInt());
      }
    }
    wrong.addAll(ledger.foundEvents(events(writer.user())));
  }

  private OptionalInt storedRevision(String item) {
    Api.Answer answer = api.get("/v1/items/" + item);
    return switch (answer.status()) {
      case 200 -> OptionalInt.of(answer.body().at("/attributes/revision").asInt());
      case 404 -> OptionalInt.of(Ledger.ABSENT);
      default -> {
        wrong.add("GET of item %s answered %d".formatted(item, answer.status()));
        yield OptionalInt.empty();
      }
    };
  }

  private void checkIndex(String item, int revision) {
    List<String> any = matching("id:\"%s\"".formatted(item));
    boolean there = revision != Ledger.ABSENT;
    if (any.size() != (there ? 1 : 0)) {
      wrong.add("the index has item %s %d times".formatted(item, any.size()));
    } else if (there && matching("id:\"%s\" AND revision:%d".formatted(item, revision)).isEmpty()) {
      wrong.add("the index has item %s, but not its revision %d".formatted(item, revision));
    }
  }

  private List<String> matching(String filter) {
    String query = URLEncoder.encode(filter, StandardCharsets.UTF_8);
    return ids(api.get("/v1/items?limit=10&filter=" + query));
  }

  private List<String> ids(Api.Answer answer) {
    if (!answer.isOk()) {
      wrong.add("GET /v1/items answered %d: %s".formatted(answer.status(), answer.body()));
    }
    List<String> ids = new ArrayList<>();
    answer.body().path("items").forEach(item -> ids.add(item.path("id").asText()));
    return ids;
  }

  /** Every live item is in the index once, and nothing else. */
  void checkWholeIndex() {
    long listed = count("");
    long indexed = count("&filter=" + URLEncoder.encode("*:*", StandardCharsets.UTF_8));
    if (listed != indexed) {
      wrong.add("the catalogue has %d items, the index %d".formatted(listed, indexed));
    }
  }

  private long count(String filter) {
    long count = 0;
    String cursor = "";
    do {
      Api.Answer page = api.get("/v1/items?limit=" + PAGE + filter + cursor);
      count += ids(page).size();
      JsonNode next = page.body().path("nextCursor");
      cursor = next.isMissingNode() ? "" : "&cursor=" + next.asText();
    } while (!cursor.isEmpty());
    return count;
  }

  private List<String> events(String user) {
    List<String> events = new ArrayList<>();
    String cursor = "";
    do {
      Api.Answer page = api.get("/v1/users/" + user + "/interactions?limit=1000" + cursor);
      if (!page.isOk()) {
        wrong.add("the interactions of %s answered %d".formatted(user, page.status()));
      }
      page.body().path("interactions").forEach(i -> events.add(i.path("eventId").asText()));
      JsonNode next = page.body().path("nextCursor");
      cursor = next.isMissingNode() ? "" : "&cursor=" + next.asText();
    } while (!cursor.isEmpty());
    return events;
  }
}
