package dev.godwit.webhooks.signatures;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches with the JDK's HTTP client, which checks the host's certificate. The client is made at
 * first use. One timeout covers a whole fetch, from the connection to the last byte.
 */
public final class JdkHttpsFetcher implements HttpsFetcher {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int OK = 200;

  private final Duration timeout;
  private HttpClient client;

  public JdkHttpsFetcher() {
    this(TIMEOUT);
  }

  /** With another timeout of a whole fetch. */
  JdkHttpsFetcher(Duration timeout) {
    this.timeout = timeout;
  }

  @Override
  public byte[] get(URI address) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(address).GET().build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client().sendAsync(request, info -> new Limited());
    try {
      HttpResponse<byte[]> response = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      if (response.statusCode() != OK) {
        throw new IOException(address.getHost() + " answered " + response.statusCode());
      }
      return response.body();
    } catch (TimeoutException e) {
      throw new IOException(address.getHost() + " did not answer within " + timeout, e);
    } catch (ExecutionException e) {
      throw new IOException(address.getHost() + " cannot be read: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      answer.cancel(true);
    }
  }

  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .connectTimeout(timeout)
              .followRedirects(HttpClient.Redirect.NEVER)
              .build();
    }
    return client;
  }

  /** A body of at most {@link #MAX_BYTES}; the rest of a longer one is not read. */
  private static final class Limited implements HttpResponse.BodySubscriber<byte[]> {
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private Flow.Subscription subscription;

    @Override
    public CompletionStage<byte[]> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        if (read.size() + buffer.remaining() > MAX_BYTES) {
          subscription.cancel();
          body.completeExceptionally(new IOException("more than " + MAX_BYTES + " bytes"));
          return;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        read.writeBytes(bytes);
      }
    }

    @Override
    public void onError(Throwable error) {
      body.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
      body.complete(read.toByteArray());
    }
  }
}
