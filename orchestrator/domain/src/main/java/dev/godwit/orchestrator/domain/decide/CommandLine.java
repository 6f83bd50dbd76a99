package dev.godwit.orchestrator.domain.decide;

/** Writes words of the command lines that an answer proposes. Stateless and thread-safe. */
final class CommandLine {
  private CommandLine() {}

  /** The text as one word of a command line. */
  static String word(String text) {
    return text.matches("[A-Za-z0-9._:@+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
