package dev.godwit.webhooks.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

public class JdkHttpsFetcherTest {
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          byte[] small = {1, 2, 3};
          switch (exchange.getRequestURI().getPath()) {
            case "/small" -> {
              exchange.sendResponseHeaders(200, small.length);
              exchange.getResponseBody().write(small);
            }
            case "/big" -> {
              exchange.sendResponseHeaders(200, 0);
              exchange.getResponseBody().write(new byte[HttpsFetcher.MAX_BYTES + 1]);
            }
            case "/elsewhere" -> {
              exchange.getResponseHeaders().add("Location", "/small");
              exchange.sendResponseHeaders(302, -1);
            }
            default -> {
              exchange.sendResponseHeaders(200, 1000);
              exchange.getResponseBody().write(small);
              exchange.getResponseBody().flush();
              await();
            }
          }
          exchange.close();
        });
    server.start();
  }

  private void await() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  @Test
  void shouldReadADocumentWhenItIsThere() throws IOException {
    assertThat(new JdkHttpsFetcher().get(at("/small"))).containsExactly(1, 2, 3);
  }

  @Test
  void shouldTimeOutWhenABodyNeverEnds() {
    assertThatThrownBy(() -> new JdkHttpsFetcher(Duration.ofMillis(300)).get(at("/never")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("did not answer within");
  }

  @Test
  void shouldRefuseWhenAnAnswerIsBigOrARedirect() {
    assertThatThrownBy(() -> new JdkHttpsFetcher().get(at("/big")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than");
    assertThatThrownBy(() -> new JdkHttpsFetcher().get(at("/elsewhere")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("302");
  }
}
