package dev.godwit.orchestrator.engine;

import dev.godwit.identity.CommandRights;
import dev.godwit.identity.Identity;
import dev.godwit.identity.IdentityName;
import dev.godwit.identity.Role;
import dev.godwit.identity.signature.CommandSignature;
import dev.godwit.identity.signature.CommandVerifier;
import dev.godwit.identity.signature.SignatureException;
import dev.godwit.identity.signature.VerifiedCommand;
import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.orchestrator.codec.UnreadableCommandException;
import dev.godwit.orchestrator.domain.RefusedCommand;
import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.command.Command.CheckFreezeBudget;
import dev.godwit.orchestrator.domain.command.Command.TakeCut;
import dev.godwit.orchestrator.domain.common.Route;
import dev.godwit.orchestrator.domain.decide.CommandDecider;
import dev.godwit.orchestrator.domain.decide.Decision.Rejection;
import dev.godwit.orchestrator.trust.UnsignedCommands;
import dev.godwit.records.Topics;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Finds out who sends a command, and whether they may, before anything is decided. The author is
 * whom the signature proves, or {@code topic} where there is none; a field of the command never
 * makes one. Its answer goes into events, so that a rebuild verifies nothing again. Not
 * thread-safe; one for each processor.
 */
final class CommandGate {
  private static final Identity TOPIC = new Identity(Identity.TOPIC, Set.of(), Set.of());
  private static final String SIGN = "Sign it with godwit command sign";

  private final CommandReader reader;
  private final ControlPlaneCodec codec;
  private final CommandVerifier verifier;
  private final UnsignedCommands unsigned;

  CommandGate(
      CommandReader reader,
      ControlPlaneCodec codec,
      CommandVerifier verifier,
      UnsignedCommands unsigned) {
    this.reader = reader;
    this.codec = codec;
    this.verifier = verifier;
    this.unsigned = unsigned;
  }

  /** The result for one record. */
  sealed interface Judged permits Admitted, Refused {
    /** The way of the record to the topic. */
    Route route();

    /** Whether a signature proves the author. */
    boolean isProved();
  }

  /**
   * A command that its author may send.
   *
   * @param command with the proved author as {@code by}
   * @param commandId its id; null where it has none
   */
  record Admitted(Command command, String commandId, Route route, boolean isProved)
      implements Judged {}

  /**
   * A command that is not decided on.
   *
   * @param refused what is recorded
   * @param customer the customer that it names; null where it names none
   */
  record Refused(RefusedCommand refused, String customer, Route route, boolean isProved)
      implements Judged {}

  /** An author and the way of the command; the id that was signed, null where none was. */
  private record Sender(Identity identity, Route route, String signedId) {
    private static final Sender NOBODY = new Sender(TOPIC, Route.UNSIGNED, null);

    boolean isProved() {
      return signedId != null;
    }
  }

  /**
   * Judges a record.
   *
   * @param at the broker's time stamp
   */
  Judged judge(Headers headers, byte[] key, byte[] value, Instant at) {
    try {
      return admitted(sender(headers, key, value, at), value);
    } catch (SignatureException e) {
      return unproved(value, e);
    }
  }

  private Sender sender(Headers headers, byte[] key, byte[] value, Instant at)
      throws SignatureException {
    Iterator<Header> signatures = headers.headers(CommandSignature.HEADER).iterator();
    if (!signatures.hasNext()) {
      return Sender.NOBODY;
    }
    byte[] signature = signatures.next().value();
    if (signatures.hasNext()) {
      throw new SignatureException(
          "one header " + CommandSignature.HEADER, "several", "Send the command with one.");
    }
    VerifiedCommand verified = verifier.verify(signature, key, value, at);
    Route route =
        switch (verified.route()) {
          case TOPIC -> Route.SIGNED;
          case REST -> Route.REST;
          case CLOCK -> Route.CLOCK;
        };
    return new Sender(verified.identity(), route, verified.commandId());
  }

  private Judged admitted(Sender sender, byte[] value) {
    Command command;
    try {
      command = reader.read(Topics.COMMANDS, value, sender.isProved());
    } catch (UnreadableCommandException e) {
      return refused(sender, e.command(), e.commandId(), e.customer(), "", e.rejection());
    }
    String given = command.commandId() == null ? "" : command.commandId();
    String id = given.isBlank() ? sender.signedId() : given;
    Rejection rejection = flaw(sender, command, id);
    if (rejection == null) {
      String author = sender.identity().name();
      return new Admitted(codec.by(author, command), id, sender.route(), sender.isProved());
    }
    boolean isOther = !command.by().equals(sender.identity().name());
    return refused(
        sender, command.name(), id, command.customer(), isOther ? command.by() : "", rejection);
  }

  private Rejection flaw(Sender sender, Command command, String id) {
    String author = sender.identity().name();
    if (!command.by().isBlank() && !command.by().equals(author)) {
      return sender.isProved()
          ? new Rejection(
              "by: left out, or " + author + ", whose signature this is",
              "another name",
              "Leave by out, or have that person sign.")
          : new Rejection(
              "by: left out, or %s, since nobody signed this command".formatted(Identity.TOPIC),
              "the name of somebody else",
              SIGN + ", or leave by out.");
    }
    if (sender.isProved() && !sender.signedId().equals(id)) {
      return new Rejection(
          "commandId: left out, or the one that was signed", "another", SIGN + " again.");
    }
    if (sender.route() == Route.CLOCK) {
      boolean isOfClock = command instanceof TakeCut || command instanceof CheckFreezeBudget;
      return isOfClock && ClockId.parse(id) != null
          ? null
          : new Rejection(
              "a command of the clock", command.name(), "Send it as a person or a service.");
    }
    if (id != null && ClockId.parse(id) != null) {
      return new Rejection(
          "commandId: one that does not begin with %s/, as those of the orchestrator's clock do"
              .formatted(CutClock.NAME),
          "such a one",
          "Send it again with another id.");
    }
    return sender.isProved() ? right(sender.identity(), command) : unsigned(command);
  }

  private Rejection unsigned(Command command) {
    if (unsigned.allow(command.name())) {
      return null;
    }
    return new Rejection(
        "a signature; without one the commands that may be sent are: " + unsigned.text(),
        command.name() + " without a signature",
        SIGN
            + (CommandRights.mayBeUnsigned(command.name())
                ? ", or add it to GODWIT_UNSIGNED_COMMANDS."
                : ", or send it with the command line."));
  }

  private static Rejection right(Identity author, Command command) {
    if (CommandRights.allows(author, command.name(), command.customer())) {
      return null;
    }
    Optional<Role> needed = CommandRights.needed(command.name());
    if (needed.isEmpty()) {
      return new Rejection(
          "a command of people", command.name(), "The orchestrator sends it by itself.");
    }
    if (!author.has(needed.get())) {
      String roles =
          author.roles().stream().map(Role::text).sorted().collect(Collectors.joining(", "));
      return new Rejection(
          "somebody with the role %s for %s".formatted(needed.get().text(), command.name()),
          author.name() + (roles.isEmpty() ? " without a role" : ", who has: " + roles),
          "Ask somebody who has the role, or an administrator for it.");
    }
    return new Rejection(
        "a customer that %s may act on".formatted(author.name()),
        "another customer",
        "Ask somebody who may, or an administrator for the right.");
  }

  private Refused refused(
      Sender sender,
      String name,
      String commandId,
      String customer,
      String claimed,
      Rejection rejection) {
    String id = sender.isProved() ? sender.signedId() : commandId;
    return new Refused(
        new RefusedCommand(
            recordable(id), name, sender.identity().name(), IdentityName.shown(claimed), rejection),
        customer,
        sender.route(),
        sender.isProved());
  }

  /** A record whose signature proves nothing; what it says is read for the record alone. */
  private Refused unproved(byte[] value, SignatureException e) {
    Rejection rejection = new Rejection(e.expected(), e.found(), e.action());
    try {
      Command command = reader.read(Topics.COMMANDS, value, false);
      String claimed = e.claimed().isEmpty() ? command.by() : e.claimed();
      return refused(
          Sender.NOBODY,
          command.name(),
          command.commandId(),
          command.customer(),
          claimed,
          rejection);
    } catch (UnreadableCommandException unreadable) {
      return refused(
          Sender.NOBODY,
          unreadable.command(),
          unreadable.commandId(),
          unreadable.customer(),
          e.claimed(),
          rejection);
    }
  }

  /** An id that an event may hold; null for another, and for those of the clock. */
  private static String recordable(String id) {
    return id == null || id.isBlank() || !CommandDecider.isId(id) || ClockId.parse(id) != null
        ? null
        : id;
  }
}
