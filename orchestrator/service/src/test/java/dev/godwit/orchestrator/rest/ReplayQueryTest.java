package dev.godwit.orchestrator.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.rest.Problems.ProblemException;
import dev.godwit.orchestrator.view.replay.ReplayRequest;
import dev.godwit.records.Entity;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayQueryTest {
  private final ReplayQuery query = new ReplayQuery();

  @Test
  void shouldReadEveryConditionOfAReplay() {
    query.stage = "load";
    query.entity = List.of("contacts", "LIVE");
    query.partition = List.of(3);
    query.fromTime = "2026-03-01T11:00:00+01:00";
    query.keys = 2;
    query.quarantined = "*";
    query.rate = 500;

    ReplayRequest request = query.request();

    assertThat(request.stage()).isEqualTo(Stage.LOAD);
    assertThat(request.entities()).containsExactly(Entity.CONTACTS, Entity.LIVE);
    assertThat(request.partitions()).containsExactly(3);
    assertThat(request.fromTime()).isEqualTo(Instant.parse("2026-03-01T10:00:00Z"));
    assertThat(request.keys()).isEqualTo(2);
    assertThat(request.quarantined()).isEqualTo("*");
    assertThat(request.rate()).isEqualTo(500);
    assertThat(request.repair()).isFalse();
  }

  @Test
  void shouldReadEverythingWhenThereIsOnlyAStage() {
    query.stage = "VALIDATE";
    assertThat(query.request())
        .isEqualTo(
            new ReplayRequest(
                Stage.VALIDATE, false, List.of(), List.of(), null, null, false, 0, null, 0));
  }

  @Test
  void shouldNeedNoStageWhenItIsARepair() {
    query.repair = true;
    query.rate = 7;
    assertThat(query.request()).isEqualTo(ReplayRequest.repair(7));
  }

  @Test
  void shouldRefuseWithTheNameOfTheParameterWhenAValueCannotBeRead() {
    refused("stage");
    query.stage = "extract";
    refused("stage");
    query.stage = "load";
    query.entity = List.of("pe ople");
    refused("entity");
    query.entity = null;
    query.fromTime = "yesterday";
    refused("fromTime");
    query.fromTime = null;
    query.keys = 10_001;
    refused("keys");
    query.keys = 0;
    query.rate = -1;
    refused("rate");
  }

  private void refused(String parameter) {
    assertThatThrownBy(query::request)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.status()).isEqualTo(400);
              assertThat(e.problem().expected()).startsWith(parameter + ":");
            });
  }
}
