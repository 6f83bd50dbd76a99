package dev.godwit.orchestrator.access;

import dev.godwit.api.Problem;
import dev.godwit.identity.Identities;
import dev.godwit.identity.InvalidIdentitiesException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The identities of the file, which is read again when it changes. A file that is wrong or missing
 * lets nobody in: a token that somebody took out of it must not count because of a slip elsewhere.
 * Thread-safe.
 */
@ApplicationScoped
class KnownIdentities {
  private static final Logger LOG = Logger.getLogger(KnownIdentities.class);

  private final Optional<Path> file;
  private volatile Reading last = new Reading("never read", Identities.none(), null);

  /**
   * A reading of the file.
   *
   * @param text its text, by which a change is recognised
   * @param problem the reason for which nobody is let in; null where there is none
   */
  private record Reading(String text, Identities identities, Problem problem) {}

  KnownIdentities(AccessSettings settings) {
    this.file = settings.identities().filter(name -> !name.isBlank()).map(Path::of);
  }

  /** The identities now; none while {@link #problem} says why. */
  Identities now() {
    return reading().identities();
  }

  /** The reason for which no token of the file counts; empty where there is none. */
  Optional<Problem> problem() {
    return Optional.ofNullable(reading().problem());
  }

  /** The file is small, and read for each request: a token that was taken away ends at once. */
  private Reading reading() {
    if (file.isEmpty()) {
      return new Reading("", Identities.none(), null);
    }
    try {
      String text = Files.readString(file.get());
      Reading known = last;
      return known.text().equals(text) ? known : keep(parse(text));
    } catch (IOException e) {
      Reading unreadable =
          new Reading(
              "unreadable",
              Identities.none(),
              new Problem(
                  "to read the identities file " + file.get(),
                  e.toString(),
                  "Bring the file back, or correct GODWIT_IDENTITIES; until then no token counts."));
      return keep(unreadable);
    }
  }

  private Reading parse(String text) {
    try {
      return new Reading(text, Identities.parse(text), null);
    } catch (InvalidIdentitiesException e) {
      return new Reading(
          text,
          Identities.none(),
          new Problem(
              "a correct identities file " + file.orElseThrow(),
              e.getMessage(),
              "Correct it; until then no token of it counts."));
    }
  }

  private synchronized Reading keep(Reading reading) {
    if (!last.text().equals(reading.text())) {
      if (reading.problem() == null) {
        LOG.infof(
            "Read %d identities from %s.", reading.identities().all().size(), file.orElseThrow());
      } else {
        LOG.error(reading.problem().sentence());
      }
      last = reading;
    }
    return reading;
  }
}
