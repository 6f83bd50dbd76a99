package dev.godwit.orchestrator.view.merges;

import dev.godwit.api.MergeGroupAnswer;
import dev.godwit.api.MergeGroupDetailAnswer.Member;
import dev.godwit.row.v1.MergeGroupFound;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes merge groups as comma-separated values (RFC 4180), a line for each row of the source, for
 * a person who fills in the decisions. Reads the topic twice: for the names of the fields, then for
 * the values. Thread-safe.
 *
 * <p>Every call throws {@link org.apache.kafka.common.KafkaException} where the broker does not
 * answer, which is retriable, and {@link MergeGroups.RecordGoneException} where the topic no longer
 * has a record.
 */
@ApplicationScoped
public class MergeExport {
  /** Columns before the fields of the rows. */
  static final List<String> COLUMNS =
      List.of(
          "group", "entity", "state", "rule", "weight", "member", "survivor", "decision", "seen");

  private final MergeReader reader;
  private final MergeGroupTopic topic;

  MergeExport(MergeReader reader, MergeGroupTopic topic) {
    this.reader = reader;
    this.topic = topic;
  }

  /**
   * A file that can be written.
   *
   * @param groups the groups, in the order of the read model
   * @param seen number of the customer's last decision
   * @param fields names of the fields of all rows
   */
  public record Sheet(List<MergeGroupAnswer> groups, int seen, List<String> fields) {}

  /** Prepares the file of the selected groups; empty where there is no such migration. */
  public Optional<Sheet> sheet(String customer, MergeQuery query) {
    int seen = reader.lastDecision(customer);
    List<MergeGroupAnswer> groups = new ArrayList<>();
    MergeQuery part = query;
    Optional<List<MergeGroupAnswer>> found = reader.groups(customer, part);
    while (found.isPresent() && !found.get().isEmpty()) {
      groups.addAll(found.get());
      part = part.after(groups.getLast().group());
      found = reader.groups(customer, part);
    }
    return found.map(end -> new Sheet(List.copyOf(groups), seen, fields(groups)));
  }

  private List<String> fields(List<MergeGroupAnswer> groups) {
    Set<String> names = new HashSet<>();
    try {
      long missing =
          topic.read(
              groups,
              (group, record) ->
                  record.getMembers().forEach(member -> names.addAll(member.getFields().keySet())));
      if (missing > 0) {
        throw new MergeGroups.RecordGoneException(missing, groups.getFirst().run());
      }
      return KeptFields.ordered(names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the file.
   *
   * @throws IOException of the writer
   */
  public void write(Sheet sheet, Writer out) throws IOException {
    List<String> heading = new ArrayList<>(COLUMNS);
    heading.addAll(sheet.fields());
    CsvLine.write(out, heading);
    long missing = topic.read(sheet.groups(), (group, record) -> write(sheet, group, record, out));
    if (missing > 0) {
      throw new MergeGroups.RecordGoneException(missing, sheet.groups().getFirst().run());
    }
  }

  private static void write(Sheet sheet, MergeGroupAnswer group, MergeGroupFound record, Writer out)
      throws IOException {
    for (Member member : MergeGroups.members(record)) {
      List<String> cells =
          new ArrayList<>(
              List.of(
                  group.group(),
                  group.entity(),
                  group.state(),
                  group.rule(),
                  String.valueOf(group.weight()),
                  member.legacyId(),
                  member.survivor(),
                  "",
                  String.valueOf(sheet.seen())));
      sheet.fields().stream()
          .map(field -> CsvLine.harmless(member.fields().getOrDefault(field, "")))
          .forEach(cells::add);
      CsvLine.write(out, cells);
    }
  }
}
