package dev.godwit.local.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Lets the HTTP clients of this process trust an authority beside those that the JDK trusts.
 * Thread-safe.
 */
public final class StackTrust {
  private StackTrust() {}

  /**
   * Trusts it from now on; clients that were made before do not.
   *
   * @param ca file with certificates in the PEM format
   * @throws IllegalArgumentException where it cannot be read
   */
  public static void install(Path ca) {
    SSLContext.setDefault(context(ca));
  }

  /** A context that trusts what the JDK trusts, and the authorities of a file. */
  public static SSLContext context(Path ca) {
    try (InputStream pem = Files.newInputStream(ca)) {
      KeyStore trusted =
          KeyStore.getInstance(
              Path.of(System.getProperty("java.home"), "lib", "security", "cacerts").toFile(),
              "changeit".toCharArray());
      int number = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        trusted.setCertificateEntry("godwit-" + number++, certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "Expected a file with certificates in the PEM format, found %s (%s). Correct the path of the CA."
              .formatted(ca, e.getMessage()),
          e);
    }
  }
}
