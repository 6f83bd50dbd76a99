package dev.godwit.cli.merges;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.cli.merges.DecideMergesCommands.DecideMerges;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecideMergesCommandsTest {
  @Test
  void shouldSendSmallFilesAsOneCommand() {
    List<DecideMerges> commands = commands(3, pairs(2, "companies"));
    assertThat(commands).hasSize(1);
    assertThat(commands.getFirst().fields())
        .containsEntry("command", "DecideMerges")
        .containsEntry("customer", "acme")
        .containsEntry("by", "ann")
        .containsEntry("why", "known")
        .containsEntry("seen", 3)
        .containsEntry("commandId", commands.getFirst().id());
    assertThat(decisions(commands.getFirst()))
        .containsExactly(
            Map.of(
                "isTogether",
                true,
                "members",
                List.of("0", "x0"),
                "groupId",
                "g0",
                "entityName",
                "companies"),
            Map.of(
                "isTogether",
                true,
                "members",
                List.of("1", "x1"),
                "groupId",
                "g1",
                "entityName",
                "companies"));
  }

  @Test
  void shouldSplitLargeFilesBetweenGroupsAndCountTheDecisionsBefore() {
    List<DecideMerges> commands = commands(3, pairs(4_001, "contacts"));
    assertThat(commands).extracting(c -> decisions(c).size()).containsExactly(2_000, 2_000, 1);
    assertThat(commands).extracting(c -> c.fields().get("seen")).containsExactly(3, 4, 5);
    assertThat(commands).extracting(DecideMerges::id).doesNotHaveDuplicates();
    assertThat(commands.getLast().groups().getFirst().line()).isEqualTo(4_000);
  }

  @Test
  void shouldSplitByTheBytesOfIds() {
    String id = "ü".repeat(DecideMergesCommands.MOST_BYTES / 6);
    List<GroupDecision> decisions =
        IntStream.range(0, 2)
            .mapToObj(i -> new GroupDecision("g" + i, "contacts", i, List.of(List.of(id, id + i))))
            .toList();
    assertThat(commands(0, decisions)).hasSize(2);
  }

  @Test
  void shouldGiveTheSameIdToTheSameCommandAlone() {
    String id = commands(3, pairs(2, "contacts")).getFirst().id();
    assertThat(commands(3, pairs(2, "contacts")).getFirst().id()).isEqualTo(id);
    assertThat(commands(4, pairs(2, "contacts")).getFirst().id()).isNotEqualTo(id);
    assertThat(commands(3, pairs(3, "contacts")).getFirst().id()).isNotEqualTo(id);
  }

  private static List<DecideMerges> commands(int seen, List<GroupDecision> decisions) {
    return DecideMergesCommands.of("acme", "ann", "known", seen, decisions);
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> decisions(DecideMerges command) {
    return (List<Map<String, Object>>) command.fields().get("decisions");
  }

  private static List<GroupDecision> pairs(int groups, String entity) {
    return IntStream.range(0, groups)
        .mapToObj(i -> new GroupDecision("g" + i, entity, i, List.of(List.of("" + i, "x" + i))))
        .toList();
  }
}
