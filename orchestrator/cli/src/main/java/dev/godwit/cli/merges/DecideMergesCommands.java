package dev.godwit.cli.merges;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Makes commands of decisions: one, or several where there are many. The id of a command follows
 * from its content, so that a file that is sent again is answered as before, and nothing is decided
 * twice. Stateless.
 */
public final class DecideMergesCommands {
  /** Most decisions of one command. */
  static final int MOST = 2_000;

  /** Most bytes of the decisions of one command; the orchestrator takes commands of 512 KiB. */
  static final int MOST_BYTES = 480_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private DecideMergesCommands() {}

  /**
   * A command.
   *
   * @param id its id
   * @param fields its fields as the topic has them
   * @param groups the groups that it decides
   */
  public record DecideMerges(String id, Map<String, Object> fields, List<GroupDecision> groups) {}

  /**
   * The commands in the order in which they are to be sent, each when the one before was accepted.
   *
   * @param seen number of the customer's last decision that the author knew
   */
  public static List<DecideMerges> of(
      String customer, String by, String why, int seen, List<GroupDecision> decisions) {
    List<DecideMerges> commands = new ArrayList<>();
    List<Map<String, Object>> part = new ArrayList<>();
    List<GroupDecision> groups = new ArrayList<>();
    int bytes = 0;
    for (GroupDecision decision : decisions) {
      List<Map<String, Object>> more = decision.fields();
      int length = length(more);
      boolean full = part.size() + more.size() > MOST || bytes + length > MOST_BYTES;
      if (full && !part.isEmpty()) {
        commands.add(command(customer, by, why, seen + commands.size(), part, groups));
        part = new ArrayList<>();
        groups = new ArrayList<>();
        bytes = 0;
      }
      part.addAll(more);
      groups.add(decision);
      bytes += length;
    }
    if (!part.isEmpty()) {
      commands.add(command(customer, by, why, seen + commands.size(), part, groups));
    }
    return commands;
  }

  private static int length(List<Map<String, Object>> decisions) {
    try {
      return JSON.writeValueAsBytes(decisions).length;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DecideMerges command(
      String customer,
      String by,
      String why,
      int seen,
      List<Map<String, Object>> decisions,
      List<GroupDecision> groups) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("command", "DecideMerges");
    fields.put("customer", customer);
    fields.put("by", by);
    fields.put("why", why);
    fields.put("seen", seen);
    fields.put("decisions", List.copyOf(decisions));
    String id =
        UUID.nameUUIDFromBytes(fields.toString().getBytes(StandardCharsets.UTF_8)).toString();
    fields.put("commandId", id);
    return new DecideMerges(id, fields, List.copyOf(groups));
  }
}
