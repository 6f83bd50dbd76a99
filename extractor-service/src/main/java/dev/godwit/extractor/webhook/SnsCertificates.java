package dev.godwit.extractor.webhook;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * The certificates that SNS signs with, fetched once each and kept, a few at most. That they are
 * Amazon's is known by the host they are fetched from, over https, and by their name. Thread-safe;
 * one is fetched at a time.
 */
final class SnsCertificates {
  private static final int CAPACITY = 16;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);
  private static final Pattern FILE =
      Pattern.compile("/SimpleNotificationService-[0-9A-Za-z]+\\.pem");
  private static final Pattern NAME =
      Pattern.compile("sns(\\.[a-z0-9-]+)?\\.amazonaws\\.com(\\.cn)?");

  private final HttpsFetcher fetcher;
  private final Map<URI, X509Certificate> kept =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<URI, X509Certificate> eldest) {
          return size() > CAPACITY;
        }
      };

  SnsCertificates(HttpsFetcher fetcher) {
    this.fetcher = fetcher;
  }

  /**
   * The certificate at an address.
   *
   * @throws Refusal where the address is not Amazon's, the certificate is not valid now or not
   *     SNS's, or it could not be fetched
   */
  synchronized X509Certificate at(String url, Instant now) throws Refusal {
    URI address = SnsAddress.of(url);
    if (!FILE.matcher(address.getPath()).matches() || address.getQuery() != null) {
      throw Refusal.badSignature(
          "Expected SigningCertURL to name a certificate of Amazon SNS, found another file. Nothing was fetched from it.");
    }
    X509Certificate certificate = kept.get(address);
    if (certificate == null) {
      certificate = fetch(address);
      requireName(certificate);
      kept.put(address, certificate);
    }
    try {
      certificate.checkValidity(Date.from(now));
      return certificate;
    } catch (CertificateException e) {
      throw Refusal.badSignature(
          "Expected a certificate that is valid now, found one that is not. Check the clock.");
    }
  }

  private X509Certificate fetch(URI address) throws Refusal {
    try {
      byte[] bytes = fetcher.get(address);
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw Refusal.unavailable(
          "Expected to fetch the certificate of Amazon SNS, found: "
              + e.getMessage()
              + ". Check that this process can reach it.",
          RETRY_AFTER,
          e);
    } catch (CertificateException e) {
      throw Refusal.badSignature("Expected a certificate at SigningCertURL, found something else.");
    }
  }

  private static void requireName(X509Certificate certificate) throws Refusal {
    try {
      for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        if ("CN".equalsIgnoreCase(part.getType())
            && NAME.matcher(String.valueOf(part.getValue())).matches()) {
          return;
        }
      }
    } catch (InvalidNameException e) {
      // Said below, together with names of others.
    }
    throw Refusal.badSignature("Expected a certificate of Amazon SNS, found somebody else's.");
  }
}
