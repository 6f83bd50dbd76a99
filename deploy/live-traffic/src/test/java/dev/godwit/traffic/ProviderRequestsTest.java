package dev.godwit.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ProviderRequestsTest {
  private static final String BASE = "http://127.0.0.1:1";

  private final WebhookKeys keys = WebhookKeys.make();
  private final Map<String, String> environment = keys.environment(BASE);
  private final ProviderRequests requests =
      new ProviderRequests(keys, p -> URI.create(BASE + "/webhooks/" + p.id() + "/c"));
  private final Script script = new Script(1, ScriptTest.pool());

  @Test
  void shouldMakeOneRequestForABatchOrForEachEventAsTheProviderDoes() {
    List<Schedule.Transmission> two = transmissions(Provider.SENDGRID);
    assertThat(requests.of(Provider.SENDGRID, two)).hasSize(1);
    assertThat(requests.of(Provider.MANDRILL, transmissions(Provider.MANDRILL))).hasSize(1);
    assertThat(requests.of(Provider.MAILGUN, transmissions(Provider.MAILGUN))).hasSize(2);
    assertThat(requests.of(Provider.POSTMARK, transmissions(Provider.POSTMARK))).hasSize(2);
  }

  @Test
  void shouldUseAnotherRequestWhenMandrillRepeatsAnEvent() {
    List<Schedule.Transmission> repeated = new ArrayList<>(transmissions(Provider.MANDRILL));
    repeated.add(new Schedule.Transmission(repeated.getFirst().event(), Tally.Repetition.FIRST));
    assertThat(requests.of(Provider.MANDRILL, repeated))
        .extracting(request -> request.transmissions().size())
        .containsExactly(2, 1);
  }

  @Test
  void shouldSignForSendGridWithTheKeyOfTheEnvironment() throws Exception {
    ProviderRequests.Request request =
        requests.of(Provider.SENDGRID, transmissions(Provider.SENDGRID)).getFirst();
    byte[] key = Base64.getDecoder().decode(environment.get("GODWIT_WEBHOOK_SENDGRID_KEY"));
    Signature check = Signature.getInstance("SHA256withECDSA");
    check.initVerify(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(key)));
    check.update(
        (request.headers().get("X-Twilio-Email-Event-Webhook-Timestamp") + request.body())
            .getBytes(StandardCharsets.UTF_8));
    assertThat(
            check.verify(
                Base64.getDecoder()
                    .decode(request.headers().get("X-Twilio-Email-Event-Webhook-Signature"))))
        .isTrue();
  }

  @Test
  void shouldSendTheEventIdOfTheScript() {
    for (Schedule.Transmission transmission : transmissions(Provider.SENDGRID)) {
      String own = transmission.event().eventId().substring("sendgrid:".length());
      assertThat(requests.of(Provider.SENDGRID, List.of(transmission)).getFirst().body())
          .contains("\"sg_event_id\":\"" + own + "\"");
    }
  }

  private List<Schedule.Transmission> transmissions(Provider provider) {
    return LongStream.range(0, 1_000)
        .mapToObj(script::event)
        .filter(event -> event.route() == Route.WEBHOOK && event.provider() == provider)
        .limit(2)
        .map(event -> new Schedule.Transmission(event, Tally.Repetition.FIRST))
        .toList();
  }
}
