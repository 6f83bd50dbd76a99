package dev.godwit.webhooks.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.webhooks.request.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

public class FormTest {
  @Test
  void shouldDecodeAndKeepTheFirstWhenANameOccursTwice() throws Refusal {
    assertThat(parse("b=%E2%98%83+x%2B&a=&b=2&&c&=d&n%61me=1=2"))
        .isEqualTo(Map.of("a", "", "b", "☃ x+", "name", "1=2"));
    assertThat(parse("")).isEmpty();
  }

  @Test
  void shouldRefuseAFormWhenAnEscapeIsBroken() {
    for (String form : new String[] {"a=%", "a=%4", "a=%4&b=1", "a=%zz", "%1=x"}) {
      assertThatThrownBy(() -> parse(form)).as(form).isInstanceOf(Refusal.class);
    }
  }

  @Test
  void shouldRefuseAFormWhenParametersAreManyOrANameIsLong() throws Refusal {
    assertThat(parse("a=1&".repeat(Form.MOST_PARAMETERS))).hasSize(1);
    assertThatThrownBy(() -> parse("a=1&".repeat(Form.MOST_PARAMETERS + 1)))
        .isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> parse("a".repeat(201) + "=1")).isInstanceOf(Refusal.class);
  }

  private static Map<String, String> parse(String form) throws Refusal {
    Map<String, String> texts = new TreeMap<>();
    Form.parse(form.getBytes(StandardCharsets.UTF_8))
        .forEach((name, value) -> texts.put(name, new String(value, StandardCharsets.UTF_8)));
    return texts;
  }
}
