package dev.drago.conversation.reading;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.CatalogSnapshot;
import dev.drago.conversation.Session;
import dev.drago.conversation.Understanding;
import dev.drago.inference.Deadline;
import dev.drago.inference.TextGenerator;
import dev.drago.recommend.Language;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Understands people who speak of a catalogue in service.
 *
 * <p>The reader is made from one version of the catalogue. Where making one is quick, a turn reads
 * with the catalogue as it is. Where it takes longer, it is made beside the turns, which read with
 * the one before until it is there: a title that was just added is then not known for that moment.
 */
public final class CatalogueUnderstanding implements Understanding {

  /** How long a turn waits for a reader of the newest catalogue. */
  private static final Duration QUICK = Duration.ofMillis(100);

  /** How long a turn waits for a chat model that is to help. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private static final String CHAT = "chat";

  private record Made(CatalogueLexicon lexicon, CritiqueUnderstanding reader, Duration took) {}

  private final Supplier<CatalogSnapshot> catalog;
  private final Supplier<CatalogSchema> schema;
  private final Optional<TextGenerator> chat;
  private final AtomicBoolean making = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Made made;

  public CatalogueUnderstanding(
      Supplier<CatalogSnapshot> catalog,
      Supplier<CatalogSchema> schema,
      Optional<TextGenerator> chat) {
    this.catalog = catalog;
    this.schema = schema;
    this.chat = chat;
  }

  @Override
  public Understood of(String text, Session session) {
    Optional<Language> last =
        session.turns() == 0 ? Optional.empty() : Optional.of(session.spoken());
    Optional<Language> hint = session.chosen().or(() -> last);
    CritiqueUnderstanding.Understood understood =
        reader().understand(text, hint, Deadline.in(PATIENCE));
    return new Understood(understood.critique(), understood.degraded() ? List.of(CHAT) : List.of());
  }

  private CritiqueUnderstanding reader() {
    Made known = made;
    if (known == null) {
      return make().reader();
    }
    if (known.lexicon().version() == catalog.get().version()) {
      return known.reader();
    }
    if (known.took().compareTo(QUICK) <= 0) {
      return make().reader();
    }
    if (making.compareAndSet(false, true)) {
      Thread.ofPlatform()
          .name("catalogue-reader")
          .daemon()
          .start(
              () -> {
                try {
                  make();
                } finally {
                  making.set(false);
                }
              });
    }
    return known.reader();
  }

  /** One at a time, so that turns that come together share one, and none is older than before. */
  private Made make() {
    lock.lock();
    try {
      Made known = made;
      CatalogSnapshot now = catalog.get();
      if (known != null && known.lexicon().version() == now.version()) {
        return known;
      }
      Made next = make(known, now);
      made = next;
      return next;
    } finally {
      lock.unlock();
    }
  }

  private Made make(@Nullable Made known, CatalogSnapshot now) {
    long start = System.nanoTime();
    CatalogueLexicon lexicon =
        known == null
            ? CatalogueLexicon.of(now, schema.get())
            : known.lexicon().next(now, schema.get());
    return new Made(
        lexicon,
        new CritiqueUnderstanding(new CritiqueReader(lexicon), chat),
        Duration.ofNanos(System.nanoTime() - start));
  }
}
