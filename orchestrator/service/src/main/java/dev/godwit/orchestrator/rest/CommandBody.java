package dev.godwit.orchestrator.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.godwit.api.Problem;
import dev.godwit.identity.CommandRights;
import dev.godwit.identity.Identity;
import dev.godwit.identity.Role;
import dev.godwit.orchestrator.codec.CommandJson;
import dev.godwit.orchestrator.rest.Problems.ProblemException;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A command in a request. Only the fields that publishing needs are read: the engine judges and
 * records every command, also one that was published in another way. Its text is limited before a
 * tree is built of it.
 *
 * @param commandId its id; a new one where it has none
 * @param name name of the command; empty where it has none
 * @param key key of the record: the customer, empty where it names none
 * @param author its field {@code by}; empty where it has none
 * @param json the command
 */
record CommandBody(String commandId, String name, String key, String author, String json) {
  private static final String BY = "by";

  private static final int MOST_BYTES = 512 * 1024;

  /** Whether a signature can hold an id of so many characters; the engine judges the rest. */
  private static final int LONGEST_ID = 232;

  /**
   * Reads one.
   *
   * @throws ProblemException with status 400 where it is not a JSON object, or beyond the limits
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
    JsonNode by = command.path(BY);
    if (!by.isTextual() && !by.isMissingNode() && !by.isNull()) {
      throw notACommand("a field 'by' that is not text");
    }
    return of(command);
  }

  private static CommandBody of(ObjectNode command) {
    return new CommandBody(
        command.get("commandId").textValue(),
        text(command.path("command")),
        text(command.path("customer")),
        text(command.path(BY)),
        command.toString());
  }

  private static boolean isId(String text) {
    return text.length() <= LONGEST_ID && text.codePoints().noneMatch(Character::isISOControl);
  }

  private static String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : "";
  }

  /**
   * Requires that an identity may send it.
   *
   * @throws ProblemException with status 400 where it is no command, 403 where it may not
   */
  void requireRight(Identity identity) {
    Optional<Role> needed = CommandRights.needed(name);
    if (needed.isEmpty()) {
      throw new ProblemException(
          400,
          new Problem(
              "one of the commands " + String.join(", ", CommandRights.commands()),
              name.isEmpty() ? "none" : "another one",
              "Correct the field 'command'; nothing was published."));
    }
    if (!CommandRights.allows(identity, name, key)) {
      boolean lacksRole = !identity.has(needed.get());
      throw new ProblemException(
          403,
          new Problem(
              lacksRole
                  ? "an identity with the role '%s' for %s".formatted(needed.get().text(), name)
                  : "an identity that may act on the customers of " + name,
              "'%s' with %s"
                  .formatted(
                      identity.name(),
                      lacksRole
                          ? identity.roles().stream()
                              .map(Role::text)
                              .sorted()
                              .collect(Collectors.joining(", ", "the roles ", ""))
                          : "other customers"),
              "Send it as another identity. It is not carried out; godwit audit shows the refusal."));
    }
  }

  /**
   * The command with an identity as its author.
   *
   * @throws ProblemException with status 403 where it names another
   */
  CommandBody by(Identity identity) {
    if (!author.isBlank() && !author.equals(identity.name())) {
      throw new ProblemException(
          403,
          new Problem(
              "no field 'by', or the name of your identity, '%s'".formatted(identity.name()),
              "another name",
              "Leave it out: the author of a command is the identity whose token sends it. It is not carried out; godwit audit shows the refusal."));
    }
    ObjectNode command = (ObjectNode) parse(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return of(command.put(BY, identity.name()));
  }

  /**
   * Requires that its author is an identity.
   *
   * @throws IllegalStateException where it is another, which is a fault of the caller
   */
  void requireAuthor(Identity identity) {
    if (!author.equals(identity.name())) {
      throw new IllegalStateException(
          "Expected the identity as author of the command, found another; set it before.");
    }
  }

  private static JsonNode parse(byte[] body) {
    if (body != null && body.length > MOST_BYTES) {
      throw notACommand("one beyond the limits (%d bytes)".formatted(body.length));
    }
    try {
      JsonNode tree = CommandJson.mapper().readTree(body == null ? new byte[0] : body);
      if (tree == null || tree.isMissingNode()) {
        throw notACommand("nothing");
      }
      return tree;
    } catch (StreamConstraintsException e) {
      throw notACommand("one beyond the limits (" + e.getOriginalMessage() + ")");
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
                + " {\"command\":\"RehearseMigration\",\"customer\":\"acme\",\"why\":\"first look\"}",
            found,
            "Send such an object; nothing was published."));
  }
}
