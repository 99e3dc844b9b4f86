package dev.drago.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.store.SessionRepository.Stored;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestStore.class)
class SessionRepositoryTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final TestStore store;

  @TempDir Path folder;

  private StoreLocation location;

  SessionRepositoryTest(TestStore store) {
    this.store = store;
  }

  @BeforeEach
  void place() {
    location = store.fresh(folder);
  }

  @Test
  void aSessionIsThereAfterTheStoreWasOpenedAgain() {
    Stored first = session("a", "ana", NOON, "{\"said\":\"🎬\"}");
    try (Database database = open()) {
      SessionRepository sessions = new SessionRepository(database);
      sessions.add(first);
      assertThat(sessions.replace("a", NOON.plusSeconds(5), "{}")).isTrue();
      assertThat(sessions.replace("b", NOON, "{}")).isFalse();
    }
    try (Database database = open()) {
      assertThat(new SessionRepository(database).find("a"))
          .contains(session("a", "ana", NOON.plusSeconds(5), "{}"));
    }
  }

  @Test
  void theIdleGoAndOfTheOthersThoseIdleLongestWhereThereAreTooMany() {
    try (Database database = open()) {
      SessionRepository sessions = new SessionRepository(database);
      for (int n = 0; n < 10; n++) {
        sessions.add(session("s" + n, n % 2 == 0 ? "ana" : "", NOON.plusSeconds(n), "{}"));
      }
      assertThat(sessions.deleteIdle(NOON.plusSeconds(3), 100)).isEqualTo(3);
      assertThat(sessions.find("s2")).isEmpty();
      assertThat(sessions.find("s3")).isPresent();
      assertThat(sessions.deleteIdle(NOON, 4)).isEqualTo(3);
      assertThat(count(database)).isEqualTo(4);
      assertThat(sessions.find("s5")).isEmpty();
      assertThat(sessions.find("s6")).isPresent();
      assertThat(sessions.delete("s9")).isTrue();
      assertThat(sessions.delete("s9")).isFalse();
      assertThat(count(database)).isEqualTo(3);
    }
  }

  private static long count(Database database) {
    return database.read(
        handle -> handle.createQuery("SELECT COUNT(*) FROM session").mapTo(Long.class).one());
  }

  private Database open() {
    return Database.open(location);
  }

  private static Stored session(String id, String owner, Instant touched, String body) {
    return new Stored(id, Optional.of(owner).filter(o -> !o.isEmpty()), touched, body);
  }
}
