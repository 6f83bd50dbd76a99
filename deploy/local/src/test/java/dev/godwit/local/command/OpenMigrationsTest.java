package dev.godwit.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.FreezeAnswer;
import dev.godwit.api.HoldAnswer;
import dev.godwit.api.MigrationAnswer;
import dev.godwit.api.Phase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenMigrationsTest {
  private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

  @Test
  void shouldListHoldAndFreezeBudgetOfOpenMigrationsOnly() {
    HoldAnswer hold =
        new HoldAnswer(AT, "LOAD", "table contact", "too long", 3, "4711", List.of(), false);
    FreezeAnswer freeze = new FreezeAnswer(AT, null, 9_000, 14_400);

    assertThat(
            OpenMigrations.lines(
                List.of(
                    migration("acme", Phase.HELD, hold, freeze),
                    migration("done", Phase.COMMITTED, null, null),
                    migration("rest", Phase.REHEARSED, null, null))))
        .containsExactly(
            "acme          held: load failed",
            "              load on table contact: too long (3 records, first source id 4711)",
            "              frozen for 2h 30m, freeze budget 4h 00m (62% used)",
            "              more: godwit why acme");
    assertThat(OpenMigrations.lines(List.of(migration("on", Phase.COPYING, null, null))))
        .containsExactly("on            copying", "              more: godwit why on");
  }

  private static MigrationAnswer migration(
      String customer, Phase phase, HoldAnswer hold, FreezeAnswer freeze) {
    return new MigrationAnswer(
        customer, phase, false, false, 2, "LIVE", "s", "t", AT, AT, List.of(), null, hold, freeze,
        null, "", null, null, List.of());
  }
}
