package dev.godwit.transformer.normalise;

import java.util.HashMap;
import java.util.Map;

/**
 * The three words for a consent, {@code granted}, {@code withdrawn} and {@code unknown}, from the
 * spellings that sources have. A pack can add its own. Stateless, thread-safe.
 */
public final class ConsentWord {
  /** The person said yes. */
  public static final String GRANTED = "granted";

  /** The person said no, or yes and then no. In a merge it wins over any other value. */
  public static final String WITHDRAWN = "withdrawn";

  /** The person's decision is not known. */
  public static final String UNKNOWN = "unknown";

  private static final Map<String, String> WORDS = new HashMap<>();

  static {
    spell(
        GRANTED,
        "granted,given,yes,y,true,t,1,opt-in,opt in,optin,opted in,opted-in,opted_in,opt_in,"
            + "subscribed,accepted,confirmed");
    spell(
        WITHDRAWN,
        "withdrawn,revoked,no,n,false,f,0,opt-out,opt out,optout,opted out,opted-out,opted_out,"
            + "opt_out,unsubscribed,denied,refused,rejected");
    spell(UNKNOWN, "unknown,?,n/a,na,not asked,undefined");
  }

  private ConsentWord() {}

  /** The word; null where the spelling is not known. The text is not null. */
  public static String of(String raw) {
    return WORDS.get(TextForm.fold(TextForm.strip(raw)));
  }

  private static void spell(String word, String spellings) {
    for (String spelling : spellings.split(",", -1)) {
      WORDS.put(spelling, word);
    }
  }
}
