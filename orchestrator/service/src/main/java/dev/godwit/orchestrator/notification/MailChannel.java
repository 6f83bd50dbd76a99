package dev.godwit.orchestrator.notification;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Mails a message. The header {@code X-Godwit-Message} holds the message's id. */
final class MailChannel implements Channel {
  static final String ID_HEADER = "X-Godwit-Message";

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final ReactiveMailer mailer;
  private final List<String> to;
  private final String runbooks;

  MailChannel(ReactiveMailer mailer, List<String> to, String runbooks) {
    this.mailer = mailer;
    this.to = List.copyOf(to);
    this.runbooks = runbooks;
  }

  @Override
  public String name() {
    return "mail";
  }

  @Override
  public void send(Message message) throws IOException {
    Mail mail =
        new Mail()
            .setTo(to)
            .setSubject(message.subject())
            .setText(message.text(runbooks) + "\n")
            .addHeader(ID_HEADER, message.id());
    try {
      mailer.send(mail).await().atMost(TIMEOUT);
    } catch (RuntimeException e) {
      throw new IOException("the mail server did not accept it: " + e.getMessage(), e);
    }
  }
}
