package dev.godwit.linkage.form;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Given names that stand for each other: nicknames, and forms in other languages. Thread-safe. */
public final class GivenNames {
  private static final Map<String, List<String>> GROUPS = read();

  private GivenNames() {}

  /** Whether two folded given names stand for each other. */
  public static boolean areVariants(String left, String right) {
    List<String> groups = GROUPS.get(left);
    List<String> others = GROUPS.get(right);
    if (groups == null || others == null) {
      return false;
    }
    for (String group : groups) {
      if (others.contains(group)) {
        return true;
      }
    }
    return false;
  }

  /** A name's first group; the name itself where it is in none. */
  public static String group(String folded) {
    List<String> groups = GROUPS.get(folded);
    return groups == null ? folded : groups.getFirst();
  }

  private static Map<String, List<String>> read() {
    Map<String, List<String>> groups = new HashMap<>();
    try (InputStream in = GivenNames.class.getResourceAsStream("given-names.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#") && !line.isBlank()) {
          String[] names = line.strip().split(" ", -1);
          for (String name : names) {
            groups.computeIfAbsent(name, n -> new ArrayList<>()).add(names[0]);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(groups);
  }
}
