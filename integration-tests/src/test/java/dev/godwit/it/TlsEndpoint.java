package dev.godwit.it;

import dev.godwit.local.security.CertificateAuthority;
import dev.godwit.local.security.CertificateAuthority.Identity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Listens on the loopback with a certificate, and ends each connection after the handshake. */
final class TlsEndpoint implements AutoCloseable {
  private static final char[] NO_PASSWORD = new char[0];

  private final SSLServerSocket server;

  TlsEndpoint(Identity identity) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server",
          key(identity.key()),
          NO_PASSWORD,
          new Certificate[] {CertificateAuthority.certificate(identity.certificate())});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      server =
          (SSLServerSocket)
              context
                  .getServerSocketFactory()
                  .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Listening with a certificate", e);
    }
    Thread.ofPlatform().daemon().name("tls-endpoint").start(this::serve);
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (SSLSocket socket = (SSLSocket) server.accept()) {
        socket.startHandshake();
      } catch (IOException e) {
        // The client refused the certificate, or the endpoint is closed.
      }
    }
  }

  private static PrivateKey key(String pem) throws GeneralSecurityException {
    String base64 =
        new BufferedReader(new StringReader(pem))
            .lines()
            .filter(line -> !line.startsWith("-----"))
            .collect(Collectors.joining());
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
