package dev.godwit.orchestrator.view.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.event.v1.FindingsWaived;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.Waiver;
import dev.godwit.orchestrator.domain.event.RequestEvent;
import dev.godwit.orchestrator.view.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadableTextTest {

  @Test
  void shouldReplaceEachControlCharacterByItsOwnSign() {
    assertThat(ReadableText.of("a\u0000b\u0001c\u001b\u007f\u0085"))
        .isEqualTo("a\u2400b\u2401c\u241b\u2421\ufffd");
  }

  @Test
  void shouldKeepOtherText() {
    String text = "Grüße\n\tan 世界 😀 \u2400";
    assertThat(ReadableText.of(text)).isSameAs(text);
  }

  @Test
  void shouldReplaceTextAtEveryDepth() {
    Story story =
        new Story()
            .add(
                "b\u0000",
                new RequestEvent.FindingsWaived(
                    List.of(
                        new Waiver(Entity.CONTACTS, "BAD", 1L, "x"),
                        new Waiver(Entity.EMAILS, "B\u0000D", 1L, "y\u0000")),
                    "why\u0000"));
    FindingsWaived event = (FindingsWaived) story.records().getFirst();
    ReadableText.of(event);
    assertThat(event.getEnvelope().getBy()).isEqualTo("b\u2400");
    assertThat(event.getWhy()).isEqualTo("why\u2400");
    assertThat(event.getWaivers().get(0).getReason()).isEqualTo("BAD");
    assertThat(event.getWaivers().get(1).getReason()).isEqualTo("B\u2400D");
    assertThat(event.getWaivers().get(1).getWhy()).isEqualTo("y\u2400");
  }
}
