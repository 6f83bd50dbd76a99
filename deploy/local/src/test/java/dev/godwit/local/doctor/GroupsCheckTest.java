package dev.godwit.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.Packs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The groups with which the loader reads for target databases. */
class GroupsCheckTest {
  private static final Path REFERENCE = Path.of("../../schemas/packs/reference/reference-crm");
  private static final String GROUP = "godwit-loader-crm-0a1b2c3d";

  private final GroupsCheck check = new GroupsCheck();

  @TempDir private Path folder;

  @Test
  void shouldExpectAGroupForEachTargetDatabaseWhateverPacksNameIt() throws IOException {
    write("a-pack", "jdbc:postgresql://here/crm");
    write("b-pack", "jdbc:postgresql://here/crm?currentSchema=b");
    write("c-pack", "jdbc:postgresql://there/crm");

    Map<String, List<String>> groups =
        GroupsCheck.dataGroups(Packs.open(folder, variable -> null).targets().values());

    assertThat(groups.keySet()).allMatch(name -> name.matches("godwit-loader-crm-[0-9a-f]{8}"));
    assertThat(groups.values())
        .containsExactlyInAnyOrder(List.of("a-pack", "b-pack"), List.of("c-pack"));
    assertThat(groups).containsKey("godwit-loader-" + key("jdbc:postgresql://there/crm"));
  }

  @Test
  void shouldNameThePacksOfADatabaseThatNoProcessReadsFor() {
    List<String> packs = List.of("a-pack", "b-pack");

    assertThat(check.data(GROUP, packs, listing(GroupState.STABLE))).isEmpty();
    assertThat(check.data(GROUP, packs, listing(GroupState.EMPTY)))
        .hasValueSatisfying(
            diagnosis -> {
              assertThat(diagnosis.severity()).isEqualTo(Severity.ERROR);
              assertThat(diagnosis.subject()).isEqualTo(GROUP);
              assertThat(diagnosis.found()).isEqualTo("The group has no member.");
              assertThat(diagnosis.why()).contains("a-pack, b-pack");
              assertThat(diagnosis.mend()).contains("godwit packs reload");
              assertThat(diagnosis.runbook()).isEqualTo("deploy/runbooks/service-down.md");
            });
    assertThat(check.data(GROUP, packs, null))
        .hasValueSatisfying(
            diagnosis ->
                assertThat(diagnosis.found()).isEqualTo("The broker knows no such group."));
  }

  private static GroupListing listing(GroupState state) {
    return new GroupListing(GROUP, Optional.of(GroupType.CONSUMER), "consumer", Optional.of(state));
  }

  private static String key(String url) {
    return new DatabaseSettings(url, "somebody", "PASSWORD", variable -> null).key();
  }

  private void write(String name, String url) throws IOException {
    Path of = Files.createDirectories(folder.resolve(name));
    try (var files = Files.list(REFERENCE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.writeString(
            of.resolve(file.getFileName().toString()),
            Files.readString(file)
                .replaceFirst("pack: reference-crm", "pack: " + name)
                .replaceFirst("url: .*", "url: " + url)
                .replaceFirst("user: .*", "user: loader"));
      }
    }
  }
}
