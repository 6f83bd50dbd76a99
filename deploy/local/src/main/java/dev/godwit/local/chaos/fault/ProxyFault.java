package dev.godwit.local.chaos.fault;

import java.time.Duration;

/** Connections to the source or target are disturbed on their way. */
public final class ProxyFault extends TimedFault {
  /** The effect on them. */
  public enum Kind {
    /** Cut once, in the middle of a COPY into the target or of an answer of the source. */
    CUT,
    /** Nothing passes, until the run stands still. */
    STALL,
    /** Refused and cut, until the run stands still. */
    DOWN,
    /** Every piece is late, until the run ends. */
    DELAY
  }

  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration LATE = Duration.ofMillis(5);

  private final boolean toTarget;
  private final Kind kind;
  private final int bytes;

  /**
   * @param bytes passed before a cut
   */
  public ProxyFault(boolean toTarget, Kind kind, int bytes, Trigger trigger) {
    super(trigger);
    this.toTarget = toTarget;
    this.kind = kind;
    this.bytes = bytes;
  }

  @Override
  void disturb(Disturbed disturbed) {
    TcpProxy proxy = proxy(disturbed);
    switch (kind) {
      case CUT -> {
        if (toTarget) {
          proxy.cutInCopy(bytes);
        } else {
          proxy.cutAnswer(bytes);
        }
        disturbed.await(TRIGGER_TIMEOUT, proxy::hasCut);
      }
      case STALL -> {
        proxy.stall();
        disturbed.await(LONGEST, new Standstill(disturbed));
      }
      case DOWN -> {
        proxy.refuse();
        disturbed.await(LONGEST, new Standstill(disturbed));
      }
      case DELAY -> {
        proxy.delay(LATE);
        disturbed.await(TRIGGER_TIMEOUT, disturbed::isOver);
      }
    }
  }

  @Override
  void mend(Disturbed disturbed) {
    proxy(disturbed).pass();
  }

  private TcpProxy proxy(Disturbed disturbed) {
    return toTarget ? disturbed.targetProxy() : disturbed.sourceProxy();
  }

  @Override
  public String toString() {
    return "connections to the %s: %s%s %s"
        .formatted(
            toTarget ? "target" : "source",
            kind.name().toLowerCase(java.util.Locale.ROOT),
            kind == Kind.CUT ? " after " + bytes + " bytes" : "",
            when());
  }
}
