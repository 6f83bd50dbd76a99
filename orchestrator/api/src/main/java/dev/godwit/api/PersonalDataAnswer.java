package dev.godwit.api;

import java.time.Instant;
import java.util.List;

/**
 * The records with personal data that the topics still hold of a customer.
 *
 * @param customer the customer's id in the source
 * @param forgottenAt when somebody forgot it; null where nobody did since its last run
 * @param neededFrom records of before this moment are needed by nobody, and are deleted
 * @param left the topics that hold records of it, with their number
 * @param needs the customers whose records keep what comes after them, the earliest first
 */
public record PersonalDataAnswer(
    String customer, Instant forgottenAt, Instant neededFrom, List<Left> left, List<Need> needs) {
  public PersonalDataAnswer {
    left = List.copyOf(left);
    needs = List.copyOf(needs);
  }

  /**
   * The records of the customer in a topic.
   *
   * @param topic name of the topic
   * @param records number of its records
   * @param oldest time of the oldest of them
   * @param newest time of the newest of them
   */
  public record Left(String topic, long records, Instant oldest, Instant newest) {}

  /**
   * A customer that needs records.
   *
   * @param customer the customer's id in the source
   * @param from the moment from which it needs them
   * @param why the reason, as a sentence
   */
  public record Need(String customer, Instant from, String why) {}
}
