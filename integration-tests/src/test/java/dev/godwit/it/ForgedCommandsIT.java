package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.AuditAnswer;
import dev.godwit.cli.client.AuditClient;
import dev.godwit.identity.signature.CommandSignature;
import dev.godwit.identity.signature.CommandSigner;
import dev.godwit.identity.signature.SigningKey;
import dev.godwit.local.keys.CommandKeyFolder;
import dev.godwit.records.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tries of somebody who has the documents and the address of the broker. */
@ExtendWith(SharedStack.class)
class ForgedCommandsIT {
  private static final String CUSTOMER = "forged";
  private static final Duration LIFE = Duration.ofMinutes(10);

  private final RunningGodwit godwit;
  private final CommandTopic topic;
  private final CommandKeyFolder keys;

  ForgedCommandsIT(RunningGodwit godwit) {
    this.godwit = godwit;
    this.topic = new CommandTopic(godwit);
    this.keys = godwit.stack().settings().commandKeys();
  }

  private static byte[] command(String name, String more) {
    return "{\"command\":\"%s\",\"customer\":\"%s\"%s}"
        .formatted(name, CUSTOMER, more)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Header signed(SigningKey key, byte[] value, Clock clock) {
    CommandSigner signer = new CommandSigner(key, Topics.COMMANDS, LIFE, clock);
    String id = UUID.randomUUID().toString();
    String signature = signer.sign(id, CUSTOMER.getBytes(StandardCharsets.UTF_8), value);
    return new RecordHeader(CommandSignature.HEADER, signature.getBytes(StandardCharsets.US_ASCII));
  }

  private List<AuditAnswer> audit() {
    return new AuditClient(godwit.client()).newest(CUSTOMER, null, null, false, 100).reversed();
  }

  @Test
  void shouldDoNothingThatNobodyProvesAndRecordEachTry() {
    SigningKey owner = keys.keyOf("ben").orElseThrow();
    SigningKey stranger = SigningKey.generate(owner.installation(), "ben");
    byte[] approve = command("ApproveMigration", "");
    Header good = signed(owner, approve, Clock.systemUTC());

    topic.publish(CUSTOMER, approve);
    topic.publish(CUSTOMER, command("ApproveMigration", ",\"by\":\"ben\""));
    topic.publish(CUSTOMER, approve, List.of(good, good));
    topic.publish(CUSTOMER, command("CancelMigration", ""), List.of(good));
    topic.publish(CUSTOMER + "-2", approve, List.of(good));
    topic.publish(
        CUSTOMER,
        approve,
        List.of(signed(owner, approve, Clock.offset(Clock.systemUTC(), Duration.ofHours(-1)))));
    topic.publish(CUSTOMER, approve, List.of(signed(stranger, approve, Clock.systemUTC())));
    byte[] waive = command("RollBackMigration", "");
    topic.publish(CUSTOMER, waive, List.of(signed(owner, waive, Clock.systemUTC())));
    topic.publish(CUSTOMER, approve, List.of(good));
    topic.publish(CUSTOMER, approve, List.of(good));

    Conditions.await("nine answers", () -> audit().size() == 9);
    List<AuditAnswer> all = audit();
    assertThat(all).allMatch(AuditAnswer::refused);
    assertThat(all.subList(0, 7))
        .allMatch(one -> one.by().equals("topic"))
        .allMatch(one -> one.route() == AuditAnswer.Route.UNSIGNED);
    assertThat(all)
        .extracting(one -> one.problem().found())
        .satisfiesExactly(
            found -> assertThat(found).contains("without a signature"),
            found -> assertThat(found).contains("somebody else"),
            found -> assertThat(found).contains("several"),
            found -> assertThat(found).contains("one over others"),
            found -> assertThat(found).contains("one over others"),
            found -> assertThat(found).contains("expired"),
            found -> assertThat(found).contains("unknown"),
            found -> assertThat(found).contains("ben, who has: approver, steward"),
            found -> assertThat(found).isNotBlank());
    assertThat(all.get(1).claimed()).isEqualTo("ben");
    AuditAnswer last = all.getLast();
    assertThat(last.by()).isEqualTo("ben");
    assertThat(last.route()).isEqualTo(AuditAnswer.Route.SIGNED);
    assertThat(last.problem().expected()).contains("rehearsal");
  }
}
