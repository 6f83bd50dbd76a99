package dev.godwit.records;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
  private static final Entity MEMBERS = Entity.valueOf("list_members");

  @Test
  void shouldNameTheDeclaredEntityOfATopic() {
    assertThat(Topics.extracted(MEMBERS)).isEqualTo("crm.list-members.extracted.v1");
    assertThat(Topics.declared(Topics.extracted(MEMBERS))).contains(MEMBERS);
    assertThat(Topics.declared(Topics.transformed(MEMBERS))).contains(MEMBERS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "crm.contacts.extracted.v1",
        "crm.engagements.live.transformed.v1",
        "crm.extracted.v1",
        "crm.transformed.v1",
        "crm..extracted.v1",
        "crm.Notes.extracted.v1",
        "crm.notes.extracted.v2",
        "other.notes.extracted.v1",
        "crm.",
        ""
      })
  void shouldNameNoneForAnyOtherTopic(String topic) {
    assertThat(Topics.declared(topic)).isEmpty();
  }
}
