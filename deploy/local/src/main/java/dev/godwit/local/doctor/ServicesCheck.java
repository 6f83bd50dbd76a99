package dev.godwit.local.doctor;

import dev.godwit.api.Runbook;
import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.Port;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Whether every part listens on its port, and every service says that it is ready. */
final class ServicesCheck implements Check {
  private static final int CONNECT_MILLIS = 1_000;

  @Override
  public String name() {
    return "services";
  }

  @Override
  public List<Diagnosis> examine(Installation installation) throws InterruptedException {
    List<Diagnosis> all = new ArrayList<>();
    for (Part part : Part.values()) {
      all.add(examine(installation, part));
    }
    return all;
  }

  private Diagnosis examine(Installation installation, Part part) throws InterruptedException {
    int port = installation.settings().port(part.port());
    if (!listens(port)) {
      return Diagnosis.bad(
              this, Severity.ERROR, part.label(), "Nothing listens on 127.0.0.1:" + port + ".")
          .because(
              "It does not run: what needs it waits.",
              "godwit up --only " + part.label(),
              runbook(part));
    }
    if (part == Part.POSTGRES || part.port() == Port.BROKER) {
      return Diagnosis.fine(this, part.label(), "It listens on 127.0.0.1:" + port + ".");
    }
    boolean registry = part == Part.REGISTRY;
    String path = registry ? "/apis/ccompat/v7/subjects" : "/q/health/ready";
    String base = registry ? installation.address(part) : installation.managementAddress(part);
    try {
      int status = installation.get(base + path).statusCode();
      return status == 200
          ? Diagnosis.fine(this, part.label(), "It is ready on 127.0.0.1:" + port + ".")
          : Diagnosis.bad(
                  this,
                  Severity.ERROR,
                  part.label(),
                  "It listens on 127.0.0.1:%d, but answers %s with %d."
                      .formatted(port, path, status))
              .because(
                  "It runs, but does not work, or waits for something outside.",
                  "If a migration waits (godwit doctor, godwit why CUSTOMER), bring back what it waits for: a restart does not help. Otherwise read .godwit/logs/%1$s.log; then godwit down --only %1$s and godwit up --only %1$s"
                      .formatted(part.label()),
                  runbook(part));
    } catch (IOException e) {
      return Diagnosis.bad(
              this,
              Severity.ERROR,
              part.label(),
              "It listens on 127.0.0.1:%d, but does not answer %s.".formatted(port, path))
          .because(
              "It is stopped, overloaded, or another program.",
              "godwit status; then godwit down --only %1$s and godwit up --only %1$s"
                  .formatted(part.label()),
              runbook(part));
    }
  }

  private static Runbook runbook(Part part) {
    return switch (part) {
      case BROKER, REGISTRY -> Runbook.BROKER_OR_REGISTRY_DOWN;
      case POSTGRES -> Runbook.DATABASE_DOWN;
      default -> Runbook.SERVICE_DOWN;
    };
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
