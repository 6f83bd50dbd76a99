package dev.godwit.pack.draft;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TriggerTextsTest {
  private final TriggerTexts texts = new TriggerTexts();

  private TriggerEffect effect(String body, String column) {
    texts.add("live.message", true, body);
    return texts.of("live.message", column);
  }

  @Test
  void shouldSeeWhatATriggerSets() {
    assertThat(effect("begin new.number := nextval('n'); return new; end", "number"))
        .isEqualTo(TriggerEffect.SETS);
    assertThat(effect("begin\n NEW.\"place\" = 'x'; return new; end", "place"))
        .isEqualTo(TriggerEffect.SETS);
    assertThat(effect("begin select max(n) into new.rank from t; return new; end", "rank"))
        .isEqualTo(TriggerEffect.SETS);
  }

  @Test
  void shouldSeeWhatATriggerChanges() {
    assertThat(effect("begin new.name := lower(new.name); return new; end", "name"))
        .isEqualTo(TriggerEffect.CHANGES);
  }

  @Test
  void shouldSeeWhatATriggerCompletes() {
    assertThat(effect("begin new.slug := coalesce(new.slug, 'x'); return new; end", "slug"))
        .isEqualTo(TriggerEffect.COMPLETES);
    assertThat(
            effect(
                "begin if new.code is null then new.code := 'x'; end if; return new; end", "code"))
        .isEqualTo(TriggerEffect.COMPLETES);
  }

  @Test
  void shouldSeeWhatATriggerUpdatesInAnotherTable() {
    texts.add(
        "live.message",
        false,
        "begin update live.person p set message_count = message_count + 1, last_at = now() where id = new.p; end");
    assertThat(texts.of("live.person", "message_count")).isEqualTo(TriggerEffect.UPDATES);
    assertThat(texts.of("live.person", "last_at")).isEqualTo(TriggerEffect.UPDATES);
    assertThat(texts.of("live.person", "id")).isEqualTo(TriggerEffect.NONE);
  }

  @Test
  void shouldSeeNoAssignmentInACommentOrAComparison() {
    assertThat(
            effect(
                "begin -- new.a := 1;\n if new.a = 2 then raise 'x'; end if; return new; end", "a"))
        .isEqualTo(TriggerEffect.NONE);
  }
}
