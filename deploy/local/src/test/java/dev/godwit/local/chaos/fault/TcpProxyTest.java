package dev.godwit.local.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against an echo server on the loopback. */
class TcpProxyTest {
  private static final int SHORT_MILLIS = 200;
  private static final int LONG_MILLIS = 10_000;

  private ServerSocket echo;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws IOException {
    echo = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::echo);
    proxy = new TcpProxy(echo.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void shouldPassBytesBothWays() throws IOException {
    try (Socket client = connect()) {
      assertThat(echoed(client, 'a')).isEqualTo('a');
    }
  }

  @Test
  void shouldHoldBytesBackWhenItStalls() throws IOException {
    try (Socket client = connect()) {
      assertThat(echoed(client, 'a')).isEqualTo('a');
      proxy.stall();
      client.setSoTimeout(SHORT_MILLIS);
      assertThatThrownBy(() -> echoed(client, 'b')).isInstanceOf(SocketTimeoutException.class);

      proxy.pass();
      client.setSoTimeout(LONG_MILLIS);
      assertThat(client.getInputStream().read()).isEqualTo('b');
    }
  }

  @Test
  void shouldCutConnectionsWhenItRefuses() throws IOException {
    try (Socket client = connect()) {
      assertThat(echoed(client, 'a')).isEqualTo('a');
      proxy.refuse();
      assertThat(isCut(client)).isTrue();
    }
    try (Socket client = connect()) {
      assertThat(isCut(client)).isTrue();
    }
    proxy.pass();
    try (Socket client = connect()) {
      assertThat(echoed(client, 'c')).isEqualTo('c');
    }
  }

  @Test
  void shouldCutOnceWhenTheCopyHasBecomeLong() throws IOException {
    try (Socket client = connect()) {
      proxy.cutInCopy(1);
      assertThat(echoed(client, 'x')).isEqualTo('x');
      assertThat(proxy.hasCut()).isFalse();
      assertThat(echoed(client, 'G')).isEqualTo('G');
      assertThat(isCut(client)).isFalse();
      assertThat(isCut(client)).isTrue();
      assertThat(proxy.hasCut()).isTrue();
    }
  }

  private Socket connect() throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    client.setSoTimeout(LONG_MILLIS);
    return client;
  }

  private static int echoed(Socket client, int sent) throws IOException {
    client.getOutputStream().write(sent);
    return client.getInputStream().read();
  }

  private static boolean isCut(Socket client) {
    try {
      return echoed(client, 'N') < 0;
    } catch (IOException e) {
      return true;
    }
  }

  private void echo() {
    while (!echo.isClosed()) {
      try {
        Socket client = echo.accept();
        Thread.startVirtualThread(
            () -> {
              try (client) {
                client.getInputStream().transferTo(client.getOutputStream());
              } catch (IOException e) {
                // The connection was cut.
              }
            });
      } catch (IOException e) {
        // Closed.
      }
    }
  }
}
