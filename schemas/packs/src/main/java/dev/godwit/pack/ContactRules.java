package dev.godwit.pack;

/**
 * Rules of a target pack for addresses, and for source contacts that have one address. Immutable.
 *
 * @param dotsAnywhere whether the part before the {@code @} of an address may begin or end with a
 *     dot, or have two in a row
 * @param largestGroup a merge group of more members is quarantined, at least 1
 * @param mergesDisagreeing whether a merge group merges whose names or birthdays disagree; else it
 *     is quarantined
 * @param birthday key of the custom field that holds a contact's birthday
 */
public record ContactRules(
    boolean dotsAnywhere, int largestGroup, boolean mergesDisagreeing, String birthday) {
  /** The rules of a pack that says nothing about them. */
  public static final ContactRules DEFAULT = new ContactRules(false, 20, false, "birthday");
}
