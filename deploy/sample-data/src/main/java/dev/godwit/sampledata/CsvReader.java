package dev.godwit.sampledata;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads CSV as RFC 4180 has it: commas, double quotes, line breaks within quotes. Not thread-safe.
 */
final class CsvReader {
  private final Reader reader;
  private int ahead;

  CsvReader(Reader reader) throws IOException {
    this.reader = reader;
    this.ahead = reader.read();
  }

  /** The next row, or null at the end. */
  List<String> next() throws IOException {
    if (ahead < 0) {
      return null;
    }
    List<String> row = new ArrayList<>();
    while (true) {
      row.add(ahead == '"' ? quoted() : plain());
      int end = ahead;
      if (end >= 0) {
        ahead = reader.read();
      }
      if (end == '\r' && ahead == '\n') {
        ahead = reader.read();
      }
      if (end != ',') {
        return row;
      }
    }
  }

  private String plain() throws IOException {
    StringBuilder value = new StringBuilder();
    while (ahead >= 0 && ahead != ',' && ahead != '\n' && ahead != '\r') {
      value.append((char) ahead);
      ahead = reader.read();
    }
    return value.toString();
  }

  private String quoted() throws IOException {
    StringBuilder value = new StringBuilder();
    ahead = reader.read();
    while (ahead >= 0) {
      if (ahead == '"') {
        ahead = reader.read();
        if (ahead != '"') {
          return value.append(plain()).toString();
        }
      }
      value.append((char) ahead);
      ahead = reader.read();
    }
    return value.toString();
  }
}
