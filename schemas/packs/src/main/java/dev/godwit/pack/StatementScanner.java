package dev.godwit.pack;

import dev.godwit.pack.NamedStatement.Parameter;
import dev.godwit.pack.NamedStatement.Part;
import dev.godwit.pack.NamedStatement.QuestionMark;
import dev.godwit.pack.NamedStatement.Separator;
import dev.godwit.pack.NamedStatement.Text;
import java.util.ArrayList;
import java.util.List;

/** Cuts PostgreSQL's SQL into text, parameters and separators. For one use by one thread. */
final class StatementScanner {
  private final String sql;
  private final List<Part> parts = new ArrayList<>();
  private int at;
  private int textStart;

  StatementScanner(String sql) {
    this.sql = sql;
  }

  List<Part> scan() {
    while (at < sql.length()) {
      char c = sql.charAt(at);
      switch (c) {
        case '\'' ->
            skipQuoted('\'', at > 0 && "eE".indexOf(sql.charAt(at - 1)) >= 0 && !isWord(at - 2));
        case '"' -> skipQuoted('"', false);
        case '-' -> skipLineComment();
        case '/' -> skipBlockComment();
        case '$' -> skipDollarQuote();
        case ':' -> colon();
        case '?' -> part(new QuestionMark(at), 1);
        case ';' -> part(new Separator(at), 1);
        default -> at++;
      }
    }
    flushText();
    return parts;
  }

  /** Whether there is nothing but white space and comments. */
  static boolean isBlank(String text) {
    return withoutComments(text).isBlank();
  }

  /** The text without its comments; a literal that looks like one loses it too. */
  static String withoutComments(String text) {
    return text.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("--[^\n]*", "");
  }

  private void colon() {
    if (at + 1 < sql.length() && sql.charAt(at + 1) == ':') {
      at += 2;
      return;
    }
    boolean name = at + 1 < sql.length() && Character.isLetter(sql.charAt(at + 1));
    if (!name || isWord(at - 1) || (at > 0 && sql.charAt(at - 1) == ']')) {
      at++;
      return;
    }
    int end = at + 1;
    while (isWord(end)) {
      end++;
    }
    part(new Parameter(at, sql.substring(at + 1, end)), end - at);
  }

  private void skipQuoted(char quote, boolean backslash) {
    at++;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == '\\' && backslash) {
        at += 2;
      } else if (c == quote && at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
        at += 2;
      } else {
        at++;
        if (c == quote) {
          return;
        }
      }
    }
    at = sql.length();
  }

  private void skipLineComment() {
    if (!sql.startsWith("--", at)) {
      at++;
      return;
    }
    int end = sql.indexOf('\n', at);
    at = end < 0 ? sql.length() : end;
  }

  private void skipBlockComment() {
    if (!sql.startsWith("/*", at)) {
      at++;
      return;
    }
    int depth = 0;
    while (at < sql.length()) {
      if (sql.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at += 2;
        if (depth == 0) {
          return;
        }
      } else {
        at++;
      }
    }
  }

  private void skipDollarQuote() {
    int end = at + 1;
    while (isWord(end) && sql.charAt(end) != '$') {
      end++;
    }
    boolean opens = !isWord(at - 1) && end < sql.length() && sql.charAt(end) == '$';
    if (!opens || (end > at + 1 && Character.isDigit(sql.charAt(at + 1)))) {
      at++;
      return;
    }
    String tag = sql.substring(at, end + 1);
    int close = sql.indexOf(tag, end + 1);
    at = close < 0 ? sql.length() : close + tag.length();
  }

  private boolean isWord(int index) {
    return index >= 0
        && index < sql.length()
        && (Character.isLetterOrDigit(sql.charAt(index)) || sql.charAt(index) == '_');
  }

  private void part(Part part, int length) {
    flushText();
    parts.add(part);
    at += length;
    textStart = at;
  }

  private void flushText() {
    if (at > textStart) {
      parts.add(new Text(textStart, sql.substring(textStart, at)));
    }
    textStart = at;
  }
}
