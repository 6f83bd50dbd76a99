package dev.godwit.orchestrator.view.story;

import dev.godwit.api.StoryLine.Tone;

/** A sentence, how it is to be taken, and why in the words of whoever asked (may be empty). */
record Told(Tone tone, String text, String why) {
  static Told step(String text) {
    return new Told(Tone.STEP, text, "");
  }

  static Told step(String text, String why) {
    return new Told(Tone.STEP, text, why);
  }

  static Told good(String text) {
    return new Told(Tone.GOOD, text, "");
  }

  static Told warning(String text) {
    return new Told(Tone.WARNING, text, "");
  }

  static Told bad(String text) {
    return new Told(Tone.BAD, text, "");
  }
}
