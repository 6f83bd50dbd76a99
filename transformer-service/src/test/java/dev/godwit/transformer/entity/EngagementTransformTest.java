package dev.godwit.transformer.entity;

import static dev.godwit.transformer.Records.engagement;
import static dev.godwit.transformer.entity.Transforms.transform;
import static dev.godwit.transformer.entity.Transforms.why;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.transformer.TestPack;
import dev.godwit.transformer.normalise.PlausibleTimes;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.worker.merge.RunMerges;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Opens and clicks, of a snapshot and live. */
class EngagementTransformTest {
  private final RunTransform standard = new RunTransform(TestPack.RUN, TestPack.standard());

  @Test
  void shouldNameTheFieldInEveryReasonAboutAnEngagement() {
    QuarantinedException kind =
        why(standard, Entity.ENGAGEMENTS, engagement("1").setKind("bounce").build());
    assertThat(kind.reason()).isEqualTo(QuarantineReason.UNKNOWN_KIND);
    assertThat(kind.field()).isEqualTo("kind");
    QuarantinedException parent =
        why(standard, Entity.ENGAGEMENTS, engagement("1").setEmailId(null).build());
    assertThat(parent.reason()).isEqualTo(QuarantineReason.REQUIRED_MISSING);
    assertThat(parent.field()).isEqualTo("emailId");
  }

  @Test
  void shouldQuarantineOrLoadAnImplausibleTimeAsItsOwnerSays() throws Exception {
    Instant now = Instant.parse("2026-11-29T12:00:00Z");
    List<Entity> found = new ArrayList<>();
    for (boolean isLoaded : new boolean[] {false, true}) {
      PlausibleTimes times =
          new PlausibleTimes(
              Instant.parse("1990-01-01T00:00:00Z"),
              Duration.ofDays(1),
              isLoaded,
              () -> now,
              found::add);
      RunTransform run = new RunTransform(TestPack.RUN, TestPack.standard(), times);
      for (String at : List.of("1970-01-21T18:42:21.600Z", "2026-11-30T12:00:00.000001Z")) {
        LiveEngagement live = live(at);
        if (isLoaded) {
          assertThat(run.transform(live, RunMerges.NONE)).isNotEmpty();
        } else {
          QuarantinedException why =
              catchThrowableOfType(
                  QuarantinedException.class, () -> run.transform(live, RunMerges.NONE));
          assertThat(why.reason()).isEqualTo(QuarantineReason.IMPLAUSIBLE_TIME);
          assertThat(why.field()).isEqualTo("occurredAt");
        }
      }
      assertThat(run.transform(live("1990-01-01T00:00:00Z"), RunMerges.NONE)).isNotEmpty();
      assertThat(run.transform(live("2026-11-30T12:00:00Z"), RunMerges.NONE)).isNotEmpty();
    }
    assertThat(found).containsExactly(Entity.LIVE, Entity.LIVE, Entity.LIVE, Entity.LIVE);
  }

  @Test
  void shouldWriteWhetherAMachineCausedItWhenThePackHasAColumnForIt() throws Exception {
    assertThat(machine("Yes")).isEqualTo(true);
    assertThat(machine("0")).isEqualTo(false);
    assertThat(machine(null)).isNull();
    QuarantinedException why =
        why(standard, Entity.ENGAGEMENTS, engagement("1").setMachine("perhaps").build());
    assertThat(why.reason()).isEqualTo(QuarantineReason.UNKNOWN_VALUE);
    assertThat(why.field()).isEqualTo("engagement.by_machine");
  }

  private Object machine(String word) throws Exception {
    return transform(standard, Entity.ENGAGEMENTS, engagement("1").setMachine(word).build())
        .getRows()
        .getFirst()
        .getCells()
        .get(5);
  }

  private static LiveEngagement live(String at) {
    return LiveEngagement.newBuilder()
        .setCustomer("acme")
        .setWay(LiveWay.TOPIC)
        .setEventId("e")
        .setEmailId("70")
        .setKind("open")
        .setOccurredAt(Instant.parse(at))
        .build();
  }
}
