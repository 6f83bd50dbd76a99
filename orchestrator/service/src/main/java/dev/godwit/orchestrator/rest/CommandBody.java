package dev.godwit.orchestrator.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.godwit.api.Problem;
import dev.godwit.orchestrator.codec.CommandJson;
import dev.godwit.orchestrator.rest.Problems.ProblemException;
import java.io.IOException;
import java.util.UUID;

/**
 * A command in a request. Only the fields that publishing needs are read: the engine judges and
 * records every command, also one that was published in another way.
 *
 * @param commandId its id; a new one where it has none
 * @param name name of the command; empty where it has none
 * @param key key of the record: the customer, empty where it names none
 * @param by the author that it names; empty where it names none
 * @param json the command
 */
record CommandBody(String commandId, String name, String key, String by, String json) {
  private static final int LONGEST_ID = 232;

  /**
   * Reads one.
   *
   * @throws ProblemException with status 400 where it is not a JSON object
   */
  static CommandBody read(byte[] body) {
    JsonNode tree = parse(body);
    if (!(tree instanceof ObjectNode command)) {
      throw notACommand("JSON of another kind (" + tree.getNodeType() + ")");
    }
    JsonNode id = command.get("commandId");
    if (id == null || id.isNull() || (id.isTextual() && id.textValue().isBlank())) {
      command.put("commandId", UUID.randomUUID().toString());
    } else if (!id.isTextual()) {
      throw notACommand("a commandId that is not text");
    } else if (!isId(id.textValue())) {
      throw notACommand("a commandId that is too long, or holds control characters");
    }
    JsonNode customer = command.path("customer");
    return new CommandBody(
        command.get("commandId").textValue(),
        command.path("command").asText(),
        customer.isTextual() ? customer.textValue() : "",
        command.path("by").isTextual() ? command.path("by").textValue() : "",
        command.toString());
  }

  /** Whether a signature can hold it; the engine judges the rest. */
  private static boolean isId(String text) {
    return text.length() <= LONGEST_ID && text.codePoints().noneMatch(Character::isISOControl);
  }

  private static JsonNode parse(byte[] body) {
    try {
      JsonNode tree = CommandJson.mapper().readTree(body == null ? new byte[0] : body);
      if (tree == null || tree.isMissingNode()) {
        throw notACommand("nothing");
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw notACommand("text that is not JSON (" + e.getOriginalMessage() + ")");
    } catch (IOException e) {
      throw notACommand("a body that could not be read");
    }
  }

  private static ProblemException notACommand(String found) {
    return new ProblemException(
        400,
        new Problem(
            "a command as a JSON object, such as"
                + " {\"command\":\"RehearseMigration\",\"customer\":\"acme\",\"by\":\"ann\"}",
            found,
            "Send such an object; nothing was published."));
  }
}
