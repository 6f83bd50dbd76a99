package dev.godwit.local.demo;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * A file of merge groups, which is filled in by the custom field {@code person} of the sample: rows
 * of one person are one, and a row without it is none of the others. Immutable.
 */
final class MergeFile {
  private static final Pattern PERSON = Pattern.compile("\"person\"\\s*:\\s*\"([^\"]*)\"");
  private static final String GROUP = "group";
  private static final String DECISION = "decision";
  private static final String APART = "apart";

  private final List<String> heading;
  private final List<Map<String, String>> rows;

  private MergeFile(List<String> heading, List<Map<String, String>> rows) {
    this.heading = List.copyOf(heading);
    this.rows = List.copyOf(rows);
  }

  static MergeFile read(Path file) throws IOException {
    CSVFormat form = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, form)) {
      List<Map<String, String>> rows = new ArrayList<>();
      for (CSVRecord line : parser) {
        rows.add(line.toMap());
      }
      return new MergeFile(parser.getHeaderNames(), rows);
    }
  }

  /** The same file with a decision in each line. */
  MergeFile filled() {
    List<Map<String, String>> filled = new ArrayList<>();
    groups()
        .values()
        .forEach(
            group -> {
              Map<String, Long> byPerson =
                  group.stream()
                      .map(MergeFile::person)
                      .filter(Objects::nonNull)
                      .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
              for (Map<String, String> row : group) {
                Map<String, String> decided = new LinkedHashMap<>(row);
                String person = person(row);
                boolean isOne = person != null && byPerson.get(person) > 1;
                decided.put(DECISION, isOne ? "together:" + person : APART);
                filled.add(decided);
              }
            });
    return new MergeFile(heading, filled);
  }

  private Map<String, List<Map<String, String>>> groups() {
    return rows.stream()
        .collect(
            Collectors.groupingBy(row -> row.get(GROUP), LinkedHashMap::new, Collectors.toList()));
  }

  private static String person(Map<String, String> row) {
    Matcher person = PERSON.matcher(row.getOrDefault("customFields", ""));
    return person.find() ? person.group(1) : null;
  }

  /** The decisions in words, a line for each group. */
  List<String> words() {
    return groups().values().stream()
        .map(
            group ->
                group.stream()
                    .map(
                        row ->
                            "%s %s of %s: %s"
                                .formatted(
                                    row.getOrDefault("givenName", ""),
                                    row.getOrDefault("familyName", ""),
                                    row.getOrDefault("outlet", ""),
                                    row.get(DECISION).replaceFirst(":.*", "")))
                    .collect(Collectors.joining("; ")))
        .toList();
  }

  /** Writes it over a file, whose rights stay as they are. */
  void write(Path file) throws IOException {
    try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        CSVPrinter lines = new CSVPrinter(out, CSVFormat.RFC4180)) {
      lines.printRecord(heading);
      for (Map<String, String> row : rows) {
        lines.printRecord(heading.stream().map(row::get).toList());
      }
    }
  }
}
