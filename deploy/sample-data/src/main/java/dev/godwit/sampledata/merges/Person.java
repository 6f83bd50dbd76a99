package dev.godwit.sampledata.merges;

/**
 * A contact of the labelled sample.
 *
 * @param email address; null where there is none
 * @param given given name
 * @param family family name
 * @param outlet outlet; null where there is none
 * @param phone number; null where there is none
 * @param born date of birth; null where it is not known
 */
record Person(String email, String given, String family, String outlet, String phone, String born) {
  String[] values() {
    return new String[] {email, given, family, outlet, phone, born};
  }

  Person withEmail(String other) {
    return new Person(other, given, family, outlet, phone, born);
  }

  Person withPhone(String other) {
    return new Person(email, given, family, outlet, other, born);
  }

  Person withBorn(String other) {
    return new Person(email, given, family, outlet, phone, other);
  }

  Person at(String other) {
    return new Person(email, given, family, other, phone, born);
  }

  Person withName(String otherGiven, String otherFamily) {
    return new Person(email, otherGiven, otherFamily, outlet, phone, born);
  }

  /** Another name, with an address of that name that no other has. */
  Person named(String otherGiven, String otherFamily, PersonWords words, long i) {
    return withName(otherGiven, otherFamily)
        .withEmail(email == null ? null : words.address(otherGiven, otherFamily, outlet, 3, i));
  }
}
