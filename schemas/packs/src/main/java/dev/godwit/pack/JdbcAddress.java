package dev.godwit.pack;

import java.util.regex.Pattern;

/**
 * Finds and hides what does not belong into the address of a database: messages, events and logs
 * name addresses. Stateless.
 */
public final class JdbcAddress {
  private static final Pattern PARAMETER =
      Pattern.compile("(?i)[?&;](user|username|password|sslpassword|pwd)=");

  /** A user, with or without a password, before the host; also where the password has slashes. */
  private static final Pattern BEFORE_HOST = Pattern.compile("//[^?]*@");

  private JdbcAddress() {}

  private static final Pattern PASSWORD =
      Pattern.compile("(?i)[?&;](password|sslpassword|pwd)=|//[^?/@]*:[^?]*@");

  /** Whether a URL holds a password. */
  public static boolean hasPassword(String url) {
    return PASSWORD.matcher(url).find();
  }

  /** Whether a URL holds a user or a password. */
  public static boolean hasCredentials(String url) {
    return PARAMETER.matcher(url).find() || BEFORE_HOST.matcher(url).find();
  }

  /** The URL without parameters, and without what is before the host: for messages. */
  public static String shown(String url) {
    int parameters = url.indexOf('?');
    String address = parameters < 0 ? url : url.substring(0, parameters);
    return BEFORE_HOST.matcher(address).replaceFirst("//");
  }
}
