package dev.godwit.orchestrator.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.command.Command.PauseProgramme;
import dev.godwit.orchestrator.domain.command.Command.ResumeProgramme;
import dev.godwit.orchestrator.domain.decide.Decision.Rejection;
import dev.godwit.orchestrator.domain.decide.EventText;
import dev.godwit.orchestrator.domain.state.Programme;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/**
 * Reads a command that a person wrote as JSON. The command's schema says what it may hold; a field
 * that the schema does not know is an error, since its author meant something by it.
 */
final class JsonCommandReader {
  private static final int NAME = 40;
  private static final String COMMAND = "command";
  private static final String CUSTOMER = "customer";
  private static final String COMMAND_ID = "commandId";

  private final Map<String, Class<?>> commands = new TreeMap<>();
  private final Map<String, Schema> schemas = new TreeMap<>();
  private final RecordMapper mapper;

  JsonCommandReader(RecordMapper mapper) {
    this.mapper = mapper;
    for (Class<?> command : Command.class.getPermittedSubclasses()) {
      commands.put(command.getSimpleName(), command);
      schemas.put(command.getSimpleName(), schema(command.getSimpleName()));
    }
  }

  private static Schema schema(String name) {
    try {
      return SpecificData.get()
          .getSchema(
              Class.forName(
                  ControlPlaneCodec.COMMANDS + "." + name,
                  true,
                  JsonCommandReader.class.getClassLoader()));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "Expected a schema of the command %s, found none; add it.".formatted(name), e);
    }
  }

  /** The command in a JSON object; its id may be null. */
  Command read(byte[] value) throws UnreadableCommandException {
    ObjectNode object = parse(value);
    String name = text(object.get(COMMAND));
    String customer = text(object.get(CUSTOMER));
    String id = text(object.get(COMMAND_ID));
    try {
      Schema schema = schema(object.get(COMMAND), name);
      if (isAboutProgramme(name) && !object.has(CUSTOMER)) {
        object.put(CUSTOMER, Programme.ID);
      }
      return (Command) mapper.make(commands.get(name), fields(object, schema));
    } catch (FlawException e) {
      throw new UnreadableCommandException(
          name == null ? UnreadableCommandException.UNREADABLE : EventText.of(name, NAME),
          id,
          customer,
          e.rejection());
    }
  }

  private Map<String, Object> fields(ObjectNode object, Schema schema) throws FlawException {
    ObjectNode body = object.deepCopy();
    body.remove(COMMAND);
    return new JsonFields(mapper).read(body, schema, schema.getName());
  }

  private ObjectNode parse(byte[] value) throws UnreadableCommandException {
    try {
      JsonNode node = CommandJson.mapper().readTree(value);
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw unparsable("something else");
    } catch (StreamConstraintsException e) {
      throw unparsable("more levels, members or characters than a command may have");
    } catch (JsonProcessingException e) {
      throw unparsable(
          "%s at line %d, column %d"
              .formatted(
                  e instanceof JsonEOFException ? "an end too early" : "an error",
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 1 : e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw unparsable("bytes that are not text");
    }
  }

  private static UnreadableCommandException unparsable(String found) {
    return new UnreadableCommandException(
        UnreadableCommandException.UNREADABLE,
        null,
        null,
        new Rejection("one JSON object", found, "Correct the JSON; one command a record."));
  }

  private Schema schema(JsonNode node, String name) throws FlawException {
    String expected = "command: one of " + String.join(", ", commands.keySet());
    if (node == null || node.isNull()) {
      throw new FlawException(expected, "no field command", "Add the field command.");
    }
    Schema schema = name == null ? null : schemas.get(name);
    if (schema == null) {
      throw new FlawException(
          expected,
          name == null ? "a value that is not text" : "\"" + EventText.of(name, NAME) + "\"",
          name == null
              ? "Name a command."
              : Suggestion.of(EventText.of(name, NAME), commands.keySet(), "Name one of these."));
    }
    return schema;
  }

  private static boolean isAboutProgramme(String name) {
    List<Class<?>> types = Arrays.asList(PauseProgramme.class, ResumeProgramme.class);
    return types.stream().anyMatch(type -> type.getSimpleName().equals(name));
  }

  private static String text(JsonNode node) {
    return node != null && node.isTextual() && !node.textValue().isBlank()
        ? node.textValue()
        : null;
  }

  /** A flaw of a field; caught within this package. */
  static final class FlawException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Rejection rejection;

    FlawException(String expected, String found, String action) {
      super(expected, null, false, false);
      this.rejection = new Rejection(expected, found, action);
    }

    Rejection rejection() {
      return rejection;
    }
  }
}
