package dev.godwit.sampledata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The outlets that contacts work for. */
final class Outlets {
  private static final Pattern DOMAIN =
      Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,20}");
  private static final CSVFormat CSV =
      CSVFormat.RFC4180.builder().setTrailingData(true).setLenientEof(true).get();
  private static final int MADE_UP = 400;
  private static final String[] PLACES = Words.texts("outlet-places");
  private static final String[] KINDS = Words.texts("outlet-kinds");

  private Outlets() {}

  /**
   * A newspaper, station or site.
   *
   * @param name as dirty as it is
   * @param domain well-formed and in lower case; null where there is none
   */
  record Outlet(String name, String domain) {}

  /**
   * Outlets of a CSV file with the columns name and domain, or made-up ones where the file is null.
   */
  static List<Outlet> of(Path file) {
    return file == null ? madeUp() : read(file);
  }

  private static List<Outlet> madeUp() {
    List<Outlet> outlets = new ArrayList<>();
    for (int i = 0; i < MADE_UP; i++) {
      String place = PLACES[i % PLACES.length];
      String kind = KINDS[i / PLACES.length];
      String name = kind.equals("Radio") ? "Radio " + place : place + " " + kind;
      String domain = i % 10 == 9 ? null : (place + "-" + i + ".example").toLowerCase(Locale.ROOT);
      outlets.add(new Outlet(name, domain));
    }
    return outlets;
  }

  private static List<Outlet> read(Path file) {
    try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, CSV)) {
      List<CSVRecord> rows = parser.getRecords();
      List<String> header = rows.isEmpty() ? List.of() : rows.getFirst().toList();
      int name = header.indexOf("name");
      int domain = header.indexOf("domain");
      if (name < 0 || domain < 0) {
        throw new IllegalArgumentException(
            "Expected the columns name and domain in %s, but found %s; add a header line"
                .formatted(file, header));
      }
      List<Outlet> outlets = new ArrayList<>();
      for (CSVRecord row : rows.subList(1, rows.size())) {
        if (row.size() > Math.max(name, domain) && !row.get(name).isBlank()) {
          String site = row.get(domain).strip().toLowerCase(Locale.ROOT);
          outlets.add(new Outlet(row.get(name), DOMAIN.matcher(site).matches() ? site : null));
        }
      }
      if (outlets.stream().noneMatch(o -> o.domain() != null)) {
        throw new IllegalArgumentException(
            "Expected outlets with a domain in " + file + ", but found none; choose another file");
      }
      return outlets;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Expected a readable CSV file %s, but found: %s; check its name"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
