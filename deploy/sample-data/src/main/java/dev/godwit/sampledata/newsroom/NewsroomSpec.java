package dev.godwit.sampledata.newsroom;

/**
 * The specification of a newsroom, a customer of the mailing tool. Immutable.
 *
 * @param customer its slug, by which Godwit knows it; letters, digits, {@code -}, {@code _} and
 *     {@code .}
 * @param title title
 * @param persons number of persons, at least 20
 * @param deliveries number of emails, one row for each recipient, at least 100
 * @param events number of views and clicks together; three quarters are views
 * @param seed the same seed and sizes give the same rows
 */
public record NewsroomSpec(
    String customer, String title, long persons, long deliveries, long events, long seed) {
  private static final long MOST_PERSONS = 100_000_000;
  private static final long DELIVERIES_OF_PERSON = 5;
  private static final long EVENTS_OF_DELIVERY = 4;

  public NewsroomSpec {
    require(
        customer.matches("[A-Za-z0-9._-]{1,64}"),
        "a customer id of letters, digits, '-', '_' and '.'",
        customer);
    require(persons >= 20 && persons <= MOST_PERSONS, "20 to 100,000,000 persons", persons);
    require(deliveries >= 100, "100 deliveries or more", deliveries);
    require(events >= 0, "no negative number of events", events);
  }

  /** A newsroom of the usual proportions: five emails for each person, four events for each. */
  public static NewsroomSpec of(String customer, long persons, long seed) {
    long deliveries = persons * DELIVERIES_OF_PERSON;
    return new NewsroomSpec(
        customer,
        "Newsroom " + customer,
        persons,
        deliveries,
        deliveries * EVENTS_OF_DELIVERY,
        seed);
  }

  private static void require(boolean met, String expected, Object found) {
    if (!met) {
      throw new IllegalArgumentException(
          "Expected " + expected + ", but found " + found + "; choose another value");
    }
  }
}
