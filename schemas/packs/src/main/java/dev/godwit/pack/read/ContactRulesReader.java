package dev.godwit.pack.read;

import dev.godwit.pack.ContactRules;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the keys {@code addresses} and {@code merge} of a target pack. */
final class ContactRulesReader {
  private ContactRulesReader() {}

  static ContactRules read(YamlFile file, YamlMapping pack) {
    ContactRules rules = ContactRules.DEFAULT;
    boolean dotsAnywhere = rules.dotsAnywhere();
    Node addresses = pack.node("addresses");
    if (addresses != null) {
      YamlMapping keys = YamlMapping.closed(file, addresses, "addresses", List.of("dots"));
      dotsAnywhere = isSecond(file, keys, "dots", List.of("regular", "anywhere"), dotsAnywhere);
    }
    Node merge = pack.node("merge");
    if (merge == null) {
      return new ContactRules(
          dotsAnywhere, rules.largestGroup(), rules.mergesDisagreeing(), rules.birthday());
    }
    YamlMapping keys =
        YamlMapping.closed(
            file, merge, "merge", List.of("largest-group", "disagreeing", "birthday"));
    Long largest = keys.number("largest-group");
    String birthday = keys.text("birthday");
    return new ContactRules(
        dotsAnywhere,
        largest == null ? rules.largestGroup() : Math.toIntExact(largest),
        isSecond(
            file, keys, "disagreeing", List.of("quarantine", "merge"), rules.mergesDisagreeing()),
        birthday == null ? rules.birthday() : birthday);
  }

  /** Whether the key has the second of its two values. */
  private static boolean isSecond(
      YamlFile file, YamlMapping keys, String key, List<String> values, boolean otherwise) {
    String value = keys.text(key);
    if (value == null) {
      return otherwise;
    }
    if (!values.contains(value)) {
      file.findings().unknown(keys.at(key), "a value of '" + key + "'", values, value);
    }
    return values.get(1).equals(value);
  }
}
