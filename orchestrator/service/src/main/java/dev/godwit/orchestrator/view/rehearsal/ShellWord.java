package dev.godwit.orchestrator.view.rehearsal;

/** Writes words of the command lines that an answer proposes. Stateless and thread-safe. */
final class ShellWord {
  private ShellWord() {}

  /** The text as one word of a command line. */
  static String of(String text) {
    return text.matches("[A-Za-z0-9._:@+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
