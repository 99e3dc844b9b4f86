package dev.drago.http;

import dev.drago.store.TestStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is kept, over HTTP, with PostgreSQL as the store: the same tests as with SQLite. */
class OnPostgresqlTest {

  @RegisterExtension static final TestServer POSTGRESQL = new TestServer(TestStore.POSTGRESQL);

  @Nested
  class Items extends ItemsTest {
    @Override
    TestServer server() {
      return POSTGRESQL;
    }
  }

  @Nested
  class Interactions extends InteractionsTest {
    @Override
    TestServer server() {
      return POSTGRESQL;
    }
  }

  @Nested
  class Users extends UsersTest {
    @Override
    TestServer server() {
      return POSTGRESQL;
    }
  }

  @Nested
  class Sessions extends SessionsTest {
    @Override
    TestServer server() {
      return POSTGRESQL;
    }
  }

  @Nested
  class Documents extends KnowledgeTest {
    @Override
    TestServer server() {
      return POSTGRESQL;
    }
  }
}
