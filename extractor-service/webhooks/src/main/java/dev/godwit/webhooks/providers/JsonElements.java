package dev.godwit.webhooks.providers;

import java.util.Arrays;

/**
 * The elements of a JSON array as bytes, found by brackets, quotes and commas alone, so that an
 * element which is not JSON does not hide the others. Any text where an element is expected, or
 * behind the array's end, is an element too. Not thread-safe.
 */
final class JsonElements {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final byte[] body;
  private int at;
  private boolean any;
  private boolean closed;

  /** For a body in UTF-8; it is not copied. */
  JsonElements(byte[] body) {
    this.body = body;
    boolean marked = body.length >= 3 && Arrays.equals(body, 0, 3, BYTE_ORDER_MARK, 0, 3);
    this.at = marked ? BYTE_ORDER_MARK.length : 0;
  }

  /** Begins with the first element; false where the body is no array. Call it once, first. */
  boolean begin() {
    skipSpace();
    if (at >= body.length || body[at] != '[') {
      return false;
    }
    at++;
    return true;
  }

  /** The next element, without the space around it; null at the end. */
  byte[] next() {
    skipSpace();
    if (closed || at >= body.length) {
      byte[] rest = at < body.length ? trimmed(at, body.length) : null;
      at = body.length;
      return rest;
    }
    if (body[at] == ']' && !any) {
      at++;
      closed = true;
      return next();
    }
    any = true;
    int from = at;
    at = end(from);
    byte[] element = trimmed(from, at);
    if (at < body.length) {
      closed = body[at] == ']';
      at++;
    }
    return element;
  }

  /** Place of the comma or bracket behind an element; the body's end where there is none. */
  private int end(int from) {
    int depth = 0;
    boolean quoted = false;
    for (int i = from; i < body.length; i++) {
      byte c = body[i];
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (depth == 0 && (c == ',' || c == ']')) {
        return i;
      } else if (depth > 0 && (c == '}' || c == ']')) {
        depth--;
      }
    }
    return body.length;
  }

  private byte[] trimmed(int from, int to) {
    int end = to;
    while (end > from && isSpace(body[end - 1])) {
      end--;
    }
    return Arrays.copyOfRange(body, from, end);
  }

  private void skipSpace() {
    while (at < body.length && isSpace(body[at])) {
      at++;
    }
  }

  private static boolean isSpace(byte c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
