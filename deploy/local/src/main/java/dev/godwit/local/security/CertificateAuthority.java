package dev.godwit.local.security;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * Signs the certificates of a stack: elliptic curve P-256, SHA-256. Texts are in the PEM format,
 * keys in PKCS #8. Immutable and thread-safe.
 */
public final class CertificateAuthority {
  private static final String CURVE = "secp256r1";
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final int SERIAL_BITS = 120;

  /** A clock that is behind this one still accepts a new certificate. */
  private static final Duration BACKDATED = Duration.ofMinutes(10);

  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * A certificate with its key.
   *
   * @param certificate PEM text
   * @param key PEM text
   */
  public record Identity(String certificate, String key) {
    @Override
    public String toString() {
      return "Identity[the key is not shown]";
    }
  }

  private final Identity own;
  private final X509Certificate certificate;
  private final PrivateKey key;

  private CertificateAuthority(Identity own, X509Certificate certificate, PrivateKey key) {
    this.own = own;
    this.certificate = certificate;
    this.key = key;
  }

  /** A new authority that is valid for a time from now. */
  public static CertificateAuthority create(String name, Duration validity) {
    try {
      KeyPair pair = pair();
      X500Name subject = new X500Name("CN=" + name);
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              subject, serial(), begin(), end(Instant.now(), validity), subject, pair.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
      X509Certificate made = signed(builder, pair.getPrivate());
      return new CertificateAuthority(
          new Identity(
              pem("CERTIFICATE", made.getEncoded()),
              pem("PRIVATE KEY", pair.getPrivate().getEncoded())),
          made,
          pair.getPrivate());
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("Making a certificate authority", e);
    }
  }

  /** An authority that was made before. */
  public static CertificateAuthority of(Identity identity) {
    try (PemReader reader = new PemReader(new StringReader(identity.key()))) {
      PrivateKey key =
          KeyFactory.getInstance("EC")
              .generatePrivate(new PKCS8EncodedKeySpec(reader.readPemObject().getContent()));
      return new CertificateAuthority(identity, certificate(identity.certificate()), key);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("Reading the certificate authority of the stack", e);
    }
  }

  /** The certificate of a PEM text, the first of several. */
  public static X509Certificate certificate(String pem) {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      return new JcaX509CertificateConverter()
          .getCertificate((X509CertificateHolder) parser.readObject());
    } catch (IOException e) {
      throw new UncheckedIOException("Reading a certificate", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Reading a certificate", e);
    }
  }

  /** Its certificate and its key. */
  public Identity identity() {
    return own;
  }

  /**
   * A certificate for a server on this machine, which it can use as a client, too.
   *
   * @param name common name
   * @param host a further name or address of the host; null for the loopback alone
   */
  public Identity sign(String name, String host, Instant from, Duration validity) {
    try {
      KeyPair pair = pair();
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              certificate,
              serial(),
              Date.from(from.minus(BACKDATED)),
              end(from, validity),
              new X500Name("CN=" + name),
              pair.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
      builder.addExtension(Extension.subjectAlternativeName, false, names(host));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
      X509Certificate made = signed(builder, key);
      return new Identity(
          pem("CERTIFICATE", made.getEncoded()),
          pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("Signing the certificate of " + name, e);
    }
  }

  private static GeneralNames names(String host) {
    return host == null
        ? new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
              new GeneralName(GeneralName.dNSName, "localhost")
            })
        : new GeneralNames(new GeneralName(GeneralName.dNSName, host));
  }

  private static X509Certificate signed(JcaX509v3CertificateBuilder builder, PrivateKey by)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(by)));
  }

  private static KeyPair pair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(CURVE), RANDOM);
    return generator.generateKeyPair();
  }

  private static BigInteger serial() {
    return new BigInteger(SERIAL_BITS, RANDOM).add(BigInteger.ONE);
  }

  private static Date begin() {
    return Date.from(Instant.now().minus(BACKDATED));
  }

  private static Date end(Instant from, Duration validity) {
    return Date.from(from.plus(validity));
  }

  private static String pem(String type, byte[] content) throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, content));
    }
    return text.toString();
  }
}
