package dev.godwit.extractor.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Reads bodies, for which only so many bytes of memory are used at once in the process: those of
 * the bodies, and those that are needed to check them. Thread-safe.
 *
 * <p>Memory is taken as bytes come in, so that one who promises much and sends little takes little.
 * Whoever got a body gives its memory back by closing it.
 */
final class BodyBudget {
  private static final int CHARGE_UNIT_BYTES = 1 << 10;
  private static final int STEP_BYTES = 64 << 10;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final int totalUnits;
  private final Semaphore units;

  /**
   * @param totalBytes of memory for all bodies at once
   */
  BodyBudget(int totalBytes) {
    this.totalUnits = totalBytes / CHARGE_UNIT_BYTES;
    this.units = new Semaphore(totalUnits);
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
   * @param maxBytes of a body
   * @param weight bytes of memory for each byte of it
   * @throws Refusal where it is too big, or there is no memory for it now
   * @throws IOException where the sender stops sending
   */
  Body read(InputStream body, long declaredBytes, int maxBytes, int weight)
      throws Refusal, IOException {
    if (declaredBytes > maxBytes) {
      throw tooBig(maxBytes, declaredBytes + "");
    }
    byte[] step =
        new byte[declaredBytes < 0 ? STEP_BYTES : (int) Math.min(STEP_BYTES, declaredBytes + 1)];
    ByteArrayOutputStream whole = new ByteArrayOutputStream(step.length);
    int stepUnits = Math.ceilDiv(step.length * weight, CHARGE_UNIT_BYTES);
    int charged = 0;
    boolean read = false;
    try {
      int got;
      do {
        int charge = Math.min(stepUnits, totalUnits - charged);
        if (!units.tryAcquire(charge)) {
          throw busy();
        }
        charged += charge;
        got = body.readNBytes(step, 0, step.length);
        whole.write(step, 0, got);
        if (whole.size() > maxBytes) {
          throw tooBig(maxBytes, "more");
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

  private static Refusal tooBig(int maxBytes, String found) {
    return new Refusal(
        413,
        Outcome.TOO_BIG,
        "Expected a body of at most %d bytes, found %s. Let the provider send smaller batches, or raise GODWIT_WEBHOOK_MAX_BODY_BYTES."
            .formatted(maxBytes, found),
        null,
        null);
  }
}
