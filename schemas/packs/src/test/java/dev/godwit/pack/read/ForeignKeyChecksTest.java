package dev.godwit.pack.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.pack.ForeignKeyChecks;
import dev.godwit.pack.Golden;
import dev.godwit.pack.Packs;
import dev.godwit.pack.TargetPack;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForeignKeyChecksTest {
  @Test
  void shouldLeaveTheCheckToTheDatabaseUnlessThePackSaysOtherwise() {
    TargetPack silent =
        Packs.load(Golden.folder("tables-good"), variable -> null).target("new-shop");
    assertThat(silent.foreignKeys()).isEqualTo(ForeignKeyChecks.BY_DATABASE);
    TargetPack reference =
        Packs.load(Path.of("reference"), variable -> null).target("reference-crm");
    assertThat(reference.foreignKeys()).isEqualTo(ForeignKeyChecks.BY_GODWIT);
    assertThat(reference.withTables(List.of()).foreignKeys()).isEqualTo(ForeignKeyChecks.BY_GODWIT);
  }
}
