package dev.godwit.extractor.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Reads bodies, of which only so many bytes are held at once in the process. Thread-safe.
 *
 * <p>Memory is taken as bytes come in, so that one who promises much and sends little takes little.
 * Whoever got a body gives its memory back by closing it.
 */
final class BodyBudget {
  private static final int CHARGE_UNIT_BYTES = 1 << 10;
  private static final int STEP_BYTES = 64 << 10;
  private static final int STEP_UNITS = STEP_BYTES / CHARGE_UNIT_BYTES;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final int maxBytes;
  private final Semaphore units;

  /**
   * @param maxBytes of one body
   * @param totalBytes of all bodies at once
   */
  BodyBudget(int maxBytes, int totalBytes) {
    this.maxBytes = maxBytes;
    this.units = new Semaphore(Math.max(totalBytes, maxBytes + (1 << 20)) / CHARGE_UNIT_BYTES);
  }

  /** A body whose memory is accounted for. */
  record Body(byte[] bytes, Semaphore units, int charge) implements AutoCloseable {
    @Override
    public void close() {
      units.release(charge);
    }
  }

  /**
   * Reads a body.
   *
   * @param declaredBytes as the request says; negative where it does not
   * @throws Refusal where it is too big, or there is no memory for it now
   * @throws IOException where the sender stops sending
   */
  Body read(InputStream body, long declaredBytes) throws Refusal, IOException {
    if (declaredBytes > maxBytes) {
      throw tooBig(declaredBytes + "");
    }
    byte[] step =
        new byte[declaredBytes < 0 ? STEP_BYTES : (int) Math.min(STEP_BYTES, declaredBytes + 1)];
    ByteArrayOutputStream whole = new ByteArrayOutputStream(step.length);
    int charged = 0;
    boolean read = false;
    try {
      int got;
      do {
        if (!units.tryAcquire(STEP_UNITS)) {
          throw busy();
        }
        charged += STEP_UNITS;
        got = body.readNBytes(step, 0, step.length);
        whole.write(step, 0, got);
        if (whole.size() > maxBytes) {
          throw tooBig("more");
        }
      } while (got == step.length);
      read = true;
      return new Body(whole.toByteArray(), units, charged);
    } finally {
      if (!read) {
        units.release(charged);
      }
    }
  }

  private static Refusal busy() {
    return new Refusal(
        503,
        Outcome.BUSY,
        "Expected room for the body, found other requests to have it all. Send it again in a moment.",
        RETRY_AFTER,
        null);
  }

  /** Bytes that are free now, in whole kibibytes. */
  int freeKibibytes() {
    return units.availablePermits();
  }

  private Refusal tooBig(String found) {
    return new Refusal(
        413,
        Outcome.TOO_BIG,
        "Expected a body of at most %d bytes, found %s. Let the provider send smaller batches, or raise GODWIT_WEBHOOK_MAX_BODY_BYTES."
            .formatted(maxBytes, found),
        null,
        null);
  }
}
