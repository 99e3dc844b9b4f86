package dev.drago.conversation;

import dev.drago.conversation.Conversations.Limits;
import dev.drago.recommend.Language;
import dev.drago.store.SessionRepository;
import dev.drago.store.SessionRepository.Stored;
import dev.drago.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/** Sessions in the store: who may have one, and how long it is kept. */
final class Sessions {

  private static final Logger LOG = System.getLogger("dev.drago.conversation");
  private static final int ID_BYTES = 16;

  private final SessionRepository store;
  private final Limits limits;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  Sessions(SessionRepository store, Limits limits, InstantSource clock) {
    this.store = store;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * A session and when it is forgotten.
   *
   * @param expires if nobody speaks
   */
  record Kept(Session session, Instant expires) {}

  /** A new one, on disk. */
  Kept begin(Optional<String> owner, Optional<Language> language) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    Session session =
        Session.begin(Base64.getUrlEncoder().withoutPadding().encodeToString(id), owner, language);
    Instant now = clock.instant();
    store.add(new Stored(session.id(), owner, now, SessionJson.write(session)));
    return new Kept(session, now.plus(limits.idle()));
  }

  /**
   * Lets a speaker in: the session is there and theirs, and is not read yet.
   *
   * @throws UnknownSessionException when there is none, it was idle for too long, or its owner is
   *     not the speaker
   */
  void admit(String id, Optional<String> speaker) {
    stored(id, speaker);
  }

  private Stored stored(String id, Optional<String> speaker) {
    Instant oldest = clock.instant().minus(limits.idle());
    return store
        .find(id)
        .filter(found -> !found.touched().isBefore(oldest))
        .filter(found -> speaker.isEmpty() || found.owner().equals(speaker))
        .orElseThrow(UnknownSessionException::new);
  }

  /**
   * @throws UnknownSessionException as {@link #admit}, and when it cannot be read
   */
  Kept find(String id, Optional<String> speaker) {
    Stored stored = stored(id, speaker);
    try {
      return new Kept(SessionJson.read(stored.body()), stored.touched().plus(limits.idle()));
    } catch (IllegalArgumentException e) {
      LOG.log(Level.WARNING, "a session of another version of Drago is left aside", e);
      throw new UnknownSessionException();
    }
  }

  /**
   * Puts it in the place of the one before, on disk.
   *
   * @throws UnknownSessionException when it was ended meanwhile
   */
  void replace(Session session) {
    if (!store.replace(session.id(), clock.instant(), SessionJson.write(session))) {
      throw new UnknownSessionException();
    }
  }

  void end(String id, Optional<String> speaker) {
    admit(id, speaker);
    if (!store.delete(id)) {
      throw new UnknownSessionException();
    }
  }

  /** Deletes those idle for too long, and those idle longest where there are too many. */
  void sweep() {
    try {
      store.deleteIdle(clock.instant().minus(limits.idle()), limits.most());
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "idle sessions could not be deleted: " + e.getMessage());
    }
  }
}
