package dev.godwit.extractor.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Fetches by the JDK's client, which checks the host's certificate. Made at first use. */
final class JdkHttpsFetcher implements HttpsFetcher {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int OK = 200;

  private HttpClient client;

  @Override
  public byte[] get(URI address) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).GET().build();
    try {
      HttpResponse<InputStream> answer =
          client().send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() != OK) {
          throw new IOException(address.getHost() + " answered " + answer.statusCode());
        }
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          throw new IOException(address.getHost() + " answered more than " + MAX_BYTES + " bytes");
        }
        return bytes;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .connectTimeout(PATIENCE)
              .followRedirects(HttpClient.Redirect.NEVER)
              .build();
    }
    return client;
  }
}
