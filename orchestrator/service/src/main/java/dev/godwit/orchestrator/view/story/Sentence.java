package dev.godwit.orchestrator.view.story;

import dev.godwit.api.StoryLine.Tone;

/**
 * The sentence of an event.
 *
 * @param why the person's reason; empty where none was given
 * @param decision true where a person decided, rather than a stage did its work
 */
record Sentence(Tone tone, String text, String why, boolean decision) {
  static Sentence step(String text) {
    return new Sentence(Tone.STEP, text, "", false);
  }

  static Sentence good(String text) {
    return new Sentence(Tone.GOOD, text, "", false);
  }

  static Sentence warning(String text) {
    return new Sentence(Tone.WARNING, text, "", false);
  }

  static Sentence bad(String text) {
    return new Sentence(Tone.BAD, text, "", false);
  }

  /** A person's decision with its reason. */
  static Sentence decision(String text, String why) {
    return new Sentence(Tone.STEP, text, why, true);
  }

  /** The same sentence about a decision. */
  Sentence decided() {
    return new Sentence(tone, text, why, true);
  }
}
