package dev.godwit.api.text;

/** Packs and the files that a run was assessed with, in the same words everywhere. Stateless. */
public final class PackPhrase {
  private static final int SHOWN = 12;

  private PackPhrase() {}

  /**
   * Both packs of a run.
   *
   * @param sourceFingerprint null where the source was not assessed
   * @param targetFingerprint null where the target was not assessed
   */
  public static String of(
      String source, String sourceFingerprint, String target, String targetFingerprint) {
    return "From "
        + source
        + inBrackets(sourceFingerprint)
        + " to "
        + target
        + inBrackets(targetFingerprint);
  }

  /** The beginning of a fingerprint, long enough to tell files apart. */
  public static String fingerprint(String fingerprint) {
    return fingerprint.substring(0, Math.min(SHOWN, fingerprint.length()));
  }

  private static String inBrackets(String fingerprint) {
    return fingerprint == null || fingerprint.isEmpty()
        ? ""
        : " (files " + fingerprint(fingerprint) + ")";
  }
}
