package dev.godwit.linkage.block;

import dev.godwit.linkage.Meaning;
import dev.godwit.linkage.form.EmailForm;
import dev.godwit.linkage.form.GivenNames;
import dev.godwit.linkage.form.PhoneForm;
import dev.godwit.linkage.form.SoundKey;
import dev.godwit.linkage.store.NormalRow;
import java.util.Arrays;

/** A part of a block key: computed from the value of a column. */
enum KeyPart {
  MAILBOX("e-mail", Meaning.EMAIL) {
    @Override
    String of(String value) {
      return value;
    }
  },
  LOCAL("local part of the e-mail", Meaning.EMAIL) {
    @Override
    String of(String value) {
      String local = EmailForm.local(value);
      return local.length() < 4 || EmailForm.isShared(value) ? null : local.replace(".", "");
    }
  },
  SUBSCRIBER("phone", Meaning.PHONE) {
    @Override
    String of(String value) {
      return PhoneForm.subscriber(value);
    }
  },
  NUMBER("external id", Meaning.EXTERNAL_ID) {
    @Override
    String of(String value) {
      return value;
    }
  },
  GIVEN("given name", Meaning.GIVEN_NAME) {
    @Override
    String of(String value) {
      return spoken(value);
    }
  },
  INITIAL("initial", Meaning.GIVEN_NAME) {
    @Override
    String of(String value) {
      return value.substring(0, 1);
    }
  },
  FAMILY("family name", Meaning.FAMILY_NAME) {
    @Override
    String of(String value) {
      return SoundKey.of(value);
    }
  },
  FAMILY_START("start of the family name", Meaning.FAMILY_NAME) {
    @Override
    String of(String value) {
      String key = SoundKey.of(value);
      return key.substring(0, Math.min(3, key.length()));
    }
  },
  FAMILY_END("end of the family name", Meaning.FAMILY_NAME) {
    @Override
    String of(String value) {
      String key = SoundKey.of(value);
      return key.length() < 4 ? null : key.substring(key.length() - 3);
    }
  },
  OUTLET("organisation", Meaning.ORGANISATION) {
    @Override
    String of(String value) {
      return value.replace(" ", "");
    }
  },
  OUTLET_START("start of the organisation", Meaning.ORGANISATION) {
    @Override
    String of(String value) {
      String key = value.replace(" ", "");
      return key.substring(0, Math.min(6, key.length()));
    }
  },
  OUTLET_WORDS("words of the organisation", Meaning.ORGANISATION) {
    @Override
    String of(String value) {
      String[] words = value.split(" ", -1);
      Arrays.sort(words);
      return String.join(" ", words);
    }
  },
  OUTLET_INITIALS("initials of the organisation", Meaning.ORGANISATION) {
    @Override
    String of(String value) {
      if (value.indexOf(' ') < 0) {
        return value.length() < 3 || value.length() > 6 ? null : value;
      }
      StringBuilder initials = new StringBuilder();
      for (String word : value.split(" ", -1)) {
        initials.append(word.charAt(0));
      }
      return initials.length() < 3 ? null : initials.toString();
    }
  },
  DATE("date of birth", Meaning.BIRTH_DATE) {
    @Override
    String of(String value) {
      return value;
    }
  },
  YEAR("year of birth", Meaning.BIRTH_DATE) {
    @Override
    String of(String value) {
      return value.substring(0, 4);
    }
  },
  POSTCODE("postcode", Meaning.POSTCODE) {
    @Override
    String of(String value) {
      return value;
    }
  },
  CITY("city", Meaning.CITY) {
    @Override
    String of(String value) {
      return SoundKey.of(value);
    }
  },
  STREET("street", Meaning.STREET) {
    @Override
    String of(String value) {
      return SoundKey.of(value);
    }
  },
  STREET_START("start of the street", Meaning.STREET) {
    @Override
    String of(String value) {
      String key = SoundKey.of(value);
      return key.substring(0, Math.min(4, key.length()));
    }
  },
  HOUSE("house number", Meaning.HOUSE_NUMBER) {
    @Override
    String of(String value) {
      return value;
    }
  },
  REGION("region", Meaning.REGION) {
    @Override
    String of(String value) {
      return value;
    }
  },
  WORDS("text", Meaning.TEXT) {
    @Override
    String of(String value) {
      return value.replace(" ", "");
    }
  },
  WORDS_START("start of the text", Meaning.TEXT) {
    @Override
    String of(String value) {
      String key = value.replace(" ", "");
      return key.substring(0, Math.min(6, key.length()));
    }
  };

  private final String title;
  private final Meaning meaning;

  KeyPart(String title, Meaning meaning) {
    this.title = title;
    this.meaning = meaning;
  }

  /** Part of a value that is not null; null where the value is too common to block by. */
  abstract String of(String value);

  String title() {
    return title;
  }

  Meaning meaning() {
    return meaning;
  }

  /** Part of a column of a row. */
  String of(NormalRow row, int column) {
    String value = row.values()[column];
    return value == null ? null : of(value);
  }

  /** Key of the first given name, equal for its nicknames. */
  static String spoken(String given) {
    int space = given.indexOf(' ');
    return SoundKey.of(GivenNames.group(space < 0 ? given : given.substring(0, space)));
  }
}
