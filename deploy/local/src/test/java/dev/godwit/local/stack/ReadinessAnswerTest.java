package dev.godwit.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadinessAnswerTest {
  @Test
  void namesOnlyTheChecksThatAreDownWithTheirData() {
    String body =
        """
        {"status": "DOWN", "checks": [
          {"name": "target database", "status": "DOWN",
           "data": {"packs": "pack.yaml:15: no table crm.a\\npack.yaml:16: no table crm.b", "not usable": "desk"}},
          {"name": "packs", "status": "UP", "data": {"reference-crm": "9b80db67e4a6"}}]}
        """;

    assertThat(ReadinessAnswer.failures(body))
        .isEqualTo(
            """
              target database is down
                packs: pack.yaml:15: no table crm.a
                  pack.yaml:16: no table crm.b
                not usable: desk\
            """);
  }

  @Test
  void isEmptyWhereTheAnswerSaysNothing() {
    assertThat(ReadinessAnswer.failures("")).isEmpty();
    assertThat(ReadinessAnswer.failures("Not Found")).isEmpty();
    assertThat(ReadinessAnswer.failures("{\"status\": \"UP\", \"checks\": []}")).isEmpty();
  }
}
