package dev.godwit.webhooks.limits;

import dev.godwit.webhooks.request.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Reads bodies within one memory budget of the process. The budget covers the bodies and what is
 * needed to check their signatures. Thread-safe.
 *
 * <p>Memory is charged as bytes arrive, so a sender that declares a long body and sends little is
 * charged little. Closing a {@link Body} releases its memory.
 */
public final class BodyBudget {
  private static final int CHARGE_UNIT_BYTES = 1 << 10;
  private static final int STEP_BYTES = 64 << 10;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final int totalUnits;
  private final Semaphore units;

  /**
   * @param totalBytes memory for all bodies at once
   */
  public BodyBudget(int totalBytes) {
    this.totalUnits = totalBytes / CHARGE_UNIT_BYTES;
    this.units = new Semaphore(totalUnits);
  }

  /** A body, and the charge that closing it releases. */
  public static final class Body implements AutoCloseable {
    private final byte[] bytes;
    private final Semaphore units;
    private final int charge;

    private Body(byte[] bytes, Semaphore units, int charge) {
      this.bytes = bytes;
      this.units = units;
      this.charge = charge;
    }

    /** The whole body; shared, do not change it. */
    public byte[] bytes() {
      return bytes;
    }

    @Override
    public void close() {
      units.release(charge);
    }
  }

  /**
   * Reads a body.
   *
   * @param declaredBytes length that the request declares; negative where it declares none
   * @param maxBytes length of a body at most
   * @param weight bytes of memory for each byte of it
   * @throws Refusal where the body is too big, or the budget is used up (retriable)
   * @throws IOException where the sender ends the connection early
   */
  public Body read(InputStream body, long declaredBytes, int maxBytes, int weight)
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
    return Refusal.busy(
        "Expected room for the body, found all of it used by other requests. Send the request again in a moment.",
        RETRY_AFTER);
  }

  /** Bytes that are free now, in whole kibibytes. */
  public int freeKibibytes() {
    return units.availablePermits();
  }

  private static Refusal tooBig(int maxBytes, String found) {
    return Refusal.tooBig(
        "Expected a body of at most %d bytes, found %s. Let the provider send smaller batches, or raise GODWIT_WEBHOOK_MAX_BODY_BYTES."
            .formatted(maxBytes, found),
        null);
  }
}
