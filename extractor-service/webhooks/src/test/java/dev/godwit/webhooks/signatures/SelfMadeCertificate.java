package dev.godwit.webhooks.signatures;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/** An X.509 certificate of version 1, signed by itself, made byte by byte (RFC 5280, 4.1). */
public final class SelfMadeCertificate {
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int INTEGER = 0x02;
  private static final int BITS = 0x03;
  private static final int UTC_TIME = 0x17;
  private static final int UTF8 = 0x0c;
  private static final byte[] SHA256_WITH_RSA = {
    0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 0x0b, 0x05, 0x00
  };
  private static final byte[] COMMON_NAME = {0x06, 0x03, 0x55, 0x04, 0x03};
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  public final KeyPair keys;
  public final byte[] pem;

  public SelfMadeCertificate(String commonName, Instant from, Instant until) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(1024);
      keys = generator.generateKeyPair();
      byte[] algorithm = der(SEQUENCE, SHA256_WITH_RSA);
      byte[] name =
          der(
              SEQUENCE,
              der(
                  SET,
                  der(
                      SEQUENCE,
                      COMMON_NAME,
                      der(UTF8, commonName.getBytes(StandardCharsets.UTF_8)))));
      byte[] toBeSigned =
          der(
              SEQUENCE,
              der(INTEGER, BigInteger.TEN.toByteArray()),
              algorithm,
              name,
              der(SEQUENCE, time(from), time(until)),
              name,
              keys.getPublic().getEncoded());
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(toBeSigned);
      byte[] certificate =
          der(SEQUENCE, toBeSigned, algorithm, der(BITS, new byte[1], signature.sign()));
      pem =
          ("-----BEGIN CERTIFICATE-----\n"
                  + Base64.getMimeEncoder().encodeToString(certificate)
                  + "\n-----END CERTIFICATE-----\n")
              .getBytes(StandardCharsets.US_ASCII);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] time(Instant instant) {
    return der(UTC_TIME, UTC.format(instant).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(tag);
    int length = content.size();
    if (length < 0x80) {
      whole.write(length);
    } else if (length < 0x100) {
      whole.write(0x81);
      whole.write(length);
    } else {
      whole.write(0x82);
      whole.write(length >> 8);
      whole.write(length);
    }
    whole.writeBytes(content.toByteArray());
    return whole.toByteArray();
  }
}
