package dev.godwit.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.godwit.identity.signature.CommandSignature;
import dev.godwit.identity.signature.CommandSigner;
import dev.godwit.identity.signature.KeyFileException;
import dev.godwit.identity.signature.SigningKey;
import dev.godwit.orchestrator.codec.CommandJson;
import dev.godwit.records.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/**
 * A command in a file, signed. Immutable.
 *
 * @param value the file with exactly the bytes that were signed
 * @param recordKey key of the record
 * @param commandId id of the command
 * @param signature value of the header
 */
public record SignedFile(Path value, String recordKey, String commandId, String signature) {
  private static final String ID = "commandId";

  /**
   * Signs a command in JSON. One without an id gets one, in a file beside it.
   *
   * @param life how long the broker may take it
   * @throws KeyFileException where the file holds no command
   */
  public static SignedFile of(Path file, SigningKey key, Duration life) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (!(CommandJson.mapper().readTree(bytes) instanceof ObjectNode command)) {
        throw noCommand(file);
      }
      requireAuthor(command, key, file);
      Path value = file;
      if (command.path(ID).asText("").isBlank()) {
        command.put(ID, UUID.randomUUID().toString());
        bytes = CommandJson.mapper().writeValueAsBytes(command);
        value = beside(file);
        Files.write(value, bytes);
      }
      String id = command.path(ID).asText();
      String recordKey = command.path("customer").asText("*");
      CommandSigner signer = new CommandSigner(key, Topics.COMMANDS, life, Clock.systemUTC());
      return new SignedFile(
          value, recordKey, id, signer.sign(id, recordKey.getBytes(StandardCharsets.UTF_8), bytes));
    } catch (JsonProcessingException e) {
      throw noCommand(file);
    } catch (IOException e) {
      throw new KeyFileException(
          "Expected to read %s and to write beside it, but found %s. Correct the name."
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }

  private static void requireAuthor(ObjectNode command, SigningKey key, Path file) {
    String by = command.path("by").asText("");
    if (!by.isBlank() && !by.equals(key.identity())) {
      throw new KeyFileException(
          "%s: expected by to be left out, or %s, whose key this is, found another name. Correct it, or sign as that person with --as."
              .formatted(file, key.identity()));
    }
  }

  private static KeyFileException noCommand(Path file) {
    return new KeyFileException(
        "%s: expected a command as one JSON object, found something else. See deploy/docs/guides/publish-a-command.md."
            .formatted(file));
  }

  private static Path beside(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return file.resolveSibling((dot < 1 ? name : name.substring(0, dot)) + ".signed.json");
  }

  /** The call of kcat that publishes it, for a shell. */
  public String kcat(String broker) {
    return "kcat -b %s -P -t %s -k %s -H %s=%s %s"
        .formatted(
            broker,
            Topics.COMMANDS,
            word(recordKey),
            CommandSignature.HEADER,
            signature,
            word(value.toString()));
  }

  /** A text as one word of a shell. */
  private static String word(String text) {
    return text.matches("[A-Za-z0-9._/:@-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
