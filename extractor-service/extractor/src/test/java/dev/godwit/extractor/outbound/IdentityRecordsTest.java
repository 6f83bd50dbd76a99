package dev.godwit.extractor.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.records.Entity;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class IdentityRecordsTest {
  @Test
  void shouldKeepTheKeysOfEntitiesApartWhoseIdsAreAlike() {
    assertThat(key(Entity.CONTACTS, "7")).isEqualTo("acme/7");
    assertThat(key(Entity.valueOf("lists"), "7")).isEqualTo("acme/lists\u001f7");
    assertThat(key(Entity.CONTACTS, "lists/7")).isEqualTo("acme/lists/7");
  }

  private static String key(Entity entity, String id) {
    return new String(IdentityRecords.key("acme", entity, id), StandardCharsets.UTF_8);
  }
}
