package dev.godwit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Writes the answer of a command to a file where one is named, else to the terminal. Stateless. */
final class OutputFile {
  private OutputFile() {}

  /**
   * Writes it.
   *
   * @param file null for the terminal
   * @throws ParameterException where the file cannot be written
   */
  static void write(String text, Path file, CommandSpec spec) {
    if (file == null) {
      spec.commandLine().getOut().print(text);
      return;
    }
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(),
          "Expected --out to name a file that can be written, but "
              + file
              + " cannot: "
              + e.getMessage(),
          e);
    }
    spec.commandLine().getOut().println("Written to " + file.toAbsolutePath() + ".");
  }
}
