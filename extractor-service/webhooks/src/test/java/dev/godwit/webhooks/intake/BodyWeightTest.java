package dev.godwit.webhooks.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.godwit.webhooks.providers.AmazonSes;
import dev.godwit.webhooks.providers.Mailgun;
import dev.godwit.webhooks.providers.Mandrill;
import dev.godwit.webhooks.providers.Postmark;
import dev.godwit.webhooks.providers.SendGrid;
import dev.godwit.webhooks.signatures.UsedTokens;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether a request by nobody in particular takes no more memory than is accounted for. */
public class BodyWeightTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int LENGTH = 100 << 10;

  /** Memory that a request takes whatever its body, such as buffers of the parser. */
  private static final long BASE = 200 << 10;

  private final WebhookFixture webhooks =
      new WebhookFixture()
          .with("SENDGRID_KEY", "k")
          .with("MAILGUN_KEY", "k")
          .with("SES_KEY", "arn")
          .with("POSTMARK_KEY", "u:p")
          .with("MANDRILL_KEY", "k");

  private static List<String> bodies() {
    List<String> bodies = new ArrayList<>();
    for (String part : new String[] {"{},", "{\"a\":0},", "[],", "\"\",", "1e9,", "\"\\u2603\","}) {
      String parts = part.repeat(LENGTH / part.length());
      String list = "[" + parts.substring(0, parts.length() - 1) + "]";
      bodies.add(list);
      bodies.add("{\"event-data\":" + list + "}");
      bodies.add("{\"TopicArn\":\"arn\",\"SignatureVersion\":\"1\",\"more\":" + list + "}");
    }
    for (String text : new String[] {"x", "\\u2603", "%E2", "☃"}) {
      String texts = text.repeat(LENGTH / (text.equals("☃") ? 3 : text.length()));
      bodies.add("{\"signature\":{\"timestamp\":\"1\",\"token\":\"" + texts + "\"}}");
      bodies.add("{\"TopicArn\":\"arn\",\"SignatureVersion\":\"1\",\"Message\":\"" + texts + "\"}");
      bodies.add("mandrill_events=" + texts);
      bodies.add(texts + "=1");
    }
    bodies.add("a=&".repeat(LENGTH / 3));
    bodies.add("&".repeat(LENGTH));
    StringBuilder fields = new StringBuilder("{");
    for (int i = 0; fields.length() < LENGTH; i++) {
      fields.append('"').append(Integer.toString(i, 36)).append("\":0,");
    }
    bodies.add(fields.append("\"z\":0}").toString());
    return bodies;
  }

  @Test
  void shouldAllocateNoMoreThanItsWeightWhenABodyIsNotVerified() {
    Map<String, Integer> weights =
        Map.of(
            "sendgrid", new SendGrid().weight(),
            "mailgun", new Mailgun(new UsedTokens(1)).weight(),
            "ses", new AmazonSes(address -> new byte[0]).weight(),
            "postmark", new Postmark().weight(),
            "mandrill", new Mandrill().weight());
    for (int round = 0; round < 2; round++) {
      boolean warm = round > 0;
      weights.forEach(
          (provider, weight) -> {
            for (String body : bodies()) {
              int length = body.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
              long before = THREADS.getCurrentThreadAllocatedBytes();
              WebhookIntake.Answer answer = webhooks.post(provider, Map.of(), body);
              long taken = THREADS.getCurrentThreadAllocatedBytes() - before - length;
              assertThat(answer.status()).isIn(400, 401, 503);
              if (warm) {
                assertThat(taken)
                    .as("%s %s", provider, body.substring(0, 60))
                    .isLessThan(BASE + (long) length * weight);
              }
            }
          });
    }
  }
}
