package dev.godwit.linkage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkageTest {
  private static final LinkageSchema CONTACTS =
      new LinkageSchema(
          List.of(
              new LinkageField("email", Meaning.EMAIL),
              new LinkageField("given", Meaning.GIVEN_NAME),
              new LinkageField("family", Meaning.FAMILY_NAME),
              new LinkageField("outlet", Meaning.ORGANISATION),
              new LinkageField("phone", Meaning.PHONE),
              new LinkageField("born", Meaning.BIRTH_DATE)));
  private static final String[] GIVEN = {
    "Anna", "Ben", "Clara", "David", "Emil", "Fiona", "Greta", "Hugo", "Ivana", "Jonas"
  };

  @TempDir Path folder;

  private final List<String[]> rows = new ArrayList<>();

  @Test
  void shouldMergeOneAddressInTwoSpellings() {
    strangers(60);
    row("a", "Jo.Diaz+x@gmail.com", "Josephine", "Diaz", "Gazette", null, null);
    row("b", "jodiaz@googlemail.com", "Josie", "Díaz", null, null, null);
    LinkedGroup group = only(groups());
    assertThat(group.state()).isEqualTo(GroupState.AUTOMATIC);
    assertThat(group.rule()).isEqualTo(Rule.SAME_EMAIL);
    assertThat(group.members()).containsExactly("a", "b");
    assertThat(group.evidence().getFirst().fields().get(1).level()).isEqualTo(Level.VARIANT);
    PairEvidence pair = group.evidence().getFirst();
    double sum = pair.prior() + pair.fields().stream().mapToDouble(ComparedField::weight).sum();
    assertThat(pair.weight()).isCloseTo(sum, within(1e-9));
  }

  @Test
  void shouldAskForAFamilyWithOneAddress() {
    strangers(60);
    row("a", "diazes@mail.example", "Jo", "Diaz", null, null, null);
    row("b", "diazes@mail.example", "Pedro", "Diaz", null, null, null);
    LinkedGroup group = only(groups());
    assertThat(group.state()).isEqualTo(GroupState.REVIEW);
    assertThat(group.evidence().getFirst().conflicts()).containsExactly(Conflict.GIVEN_NAME);
  }

  @Test
  void shouldAskForFatherAndSon() {
    strangers(60);
    row("a", "diaz@mail.example", "Pedro", "Diaz Sr.", "Gazette", "+49 30 555123", null);
    row("b", "diaz@mail.example", "Pedro", "Diaz Jr.", "Gazette", "030 555123", null);
    LinkedGroup group = only(groups());
    assertThat(group.state()).isEqualTo(GroupState.REVIEW);
    assertThat(group.evidence().getFirst().conflicts()).containsExactly(Conflict.GENERATION);
  }

  @Test
  void shouldAskForTheSameNameWithAnotherBirthDate() {
    strangers(60);
    row("a", null, "Pedro", "Diaz", "Gazette", "030 555123", "1950-03-04");
    row("b", null, "Pedro", "Diaz", "Gazette", "030 555123", "1981-11-23");
    LinkedGroup group = only(groups());
    assertThat(group.state()).isEqualTo(GroupState.REVIEW);
    assertThat(group.evidence().getFirst().conflicts()).containsExactly(Conflict.BIRTH_DATE);
  }

  @Test
  void shouldMergeExchangedNamesWithOnePhone() {
    strangers(60);
    row("a", null, "Pedro", "Echeverria", null, "+49 30 555123", null);
    row("b", null, "Echeverria", "Pedro", null, "030 555123", null);
    LinkedGroup group = only(groups());
    assertThat(group.state()).isEqualTo(GroupState.AUTOMATIC);
    assertThat(group.rule()).isEqualTo(Rule.SAME_PHONE);
    assertThat(group.evidence().getFirst().fields().get(1).level()).isEqualTo(Level.SWAPPED);
  }

  @Test
  void shouldAskForTwoMailboxesOfAnOutletAndForAFatherWithoutHisGeneration() {
    strangers(60);
    row("a", "pedro.diaz@gazette.example", "Pedro", "Diaz", "Gazette", "030 555123", null);
    row("b", "pedro.diazx@gazette.example", "Pedro", "Diaz", "Gazette", "030 555123", null);
    row("c", null, "Greta", "Holm", "Courier", "030 777888", null);
    row("d", null, "Greta", "Holm Jr.", "Courier", "030 777888", null);
    List<LinkedGroup> groups = groups();
    assertThat(groups).hasSize(2).allMatch(group -> group.state() == GroupState.REVIEW);
    assertThat(groups.get(0).evidence().getFirst().conflicts()).containsExactly(Conflict.MAILBOX);
    assertThat(groups.get(1).evidence().getFirst().conflicts())
        .containsExactly(Conflict.GENERATION);
  }

  @Test
  void shouldMergeNobodyThroughAPlaceholder() {
    for (int i = 0; i < 40; i++) {
      row(
          "p" + i,
          "none@none.example",
          GIVEN[i % 10],
          "Family" + (char) ('a' + i),
          null,
          null,
          null);
    }
    assertThat(groups().stream().filter(g -> g.state() == GroupState.AUTOMATIC)).isEmpty();
  }

  @Test
  void shouldNotJoinTwoPeopleThroughARowWithoutAName() {
    strangers(60);
    row("a", "diaz@mail.example", "Pedro", "Diaz", null, null, null);
    row("b", "diaz@mail.example", null, null, null, null, null);
    row("c", "diaz@mail.example", "Clara", "Diaz", null, null, null);
    List<LinkedGroup> groups = groups();
    assertThat(groups)
        .filteredOn(g -> g.state() == GroupState.AUTOMATIC)
        .allSatisfy(g -> assertThat(g.members()).hasSize(2));
    assertThat(groups)
        .filteredOn(g -> g.state() == GroupState.REVIEW)
        .anySatisfy(g -> assertThat(g.members()).containsExactly("a", "b", "c"));
  }

  @Test
  void shouldGiveTheSameGroupsForEveryOrderOfRows() {
    strangers(80);
    row("a", "jo@gazette.example", "Jo", "Diaz", "Gazette", "030 555123", null);
    row("b", "j.diaz@other.example", "Joseph", "Diaz", "Gazette, Inc.", "+49 30 555123", null);
    row("c", "jo@gazette.example", "Joe", "Diaz", null, null, null);
    row("d", null, "Jo", "Dias", "gazette.com", null, null);
    List<LinkedGroup> first = groups();
    assertThat(first).isNotEmpty();
    Random random = new Random(7);
    for (int i = 0; i < 5; i++) {
      Collections.shuffle(rows, random);
      assertThat(groups()).isEqualTo(first);
    }
  }

  @Test
  void shouldExplainPairsThatItRejectedOrDidNotCompare() {
    strangers(60);
    row("a", "jo@gazette.example", "Jo", "Diaz", "Gazette", null, null);
    row("b", "eve@gazette.example", "Eve", "Diaz", "Gazette", null, null);
    try (Linked linked = search()) {
      Explanation rejected = linked.explain("b", "a");
      assertThat(rejected.compared()).isTrue();
      assertThat(rejected.blocks()).contains("family name + organisation");
      assertThat(rejected.evidence().left()).isEqualTo("a");
      Explanation not = linked.explain("a", "s1");
      assertThat(not.compared()).isFalse();
      assertThat(not.text()).startsWith("Not compared: the rows share no block.");
      assertThatThrownBy(() -> linked.explain("a", "zz"))
          .isInstanceOf(LinkageException.class)
          .hasMessageContaining("found zz");
    }
  }

  @Test
  void shouldDivideLargeBlocksAndReportThem() {
    for (int i = 0; i < 300; i++) {
      row(
          "r" + i,
          "u" + i + "@x.example",
          "Anna",
          "Lee",
          "Outlet " + (char) ('A' + i % 26) + i / 26,
          null,
          null);
    }
    row("twin", "twin@y.example", "Anna", "Lee", "Outlet B0", null, null);
    try (Linked linked = search()) {
      assertThat(linked.explain("twin", "r1").compared()).isTrue();
      assertThat(linked.blocks())
          .anySatisfy(
              block -> {
                assertThat(block.pass()).isEqualTo("name");
                assertThat(block.largeBlocks()).isEqualTo(1);
                assertThat(block.largestBlock()).isEqualTo(301);
                assertThat(block.skippedRows()).isPositive();
              });
    }
  }

  @Test
  void shouldKeepTheHeaviestPairsOnly() {
    strangers(60);
    for (int i = 0; i < 8; i++) {
      String family = word(new Random(i + 500), 5);
      row("a" + i, family + "@m.example", GIVEN[i], family, null, null, null);
      row("b" + i, family + "@m.example", GIVEN[i], family, null, null, null);
    }
    LinkageSettings few = new LinkageSettings(10, 0, 100, 3, 50);
    try (Linked linked = new Linkage(CONTACTS, few).search(this::give, folder)) {
      assertThat(linked.pairs()).isLessThanOrEqualTo(3);
      assertThat(linked.droppedPairs()).isEqualTo(8 - linked.pairs());
    }
  }

  @Test
  void shouldLeaveNoFileBehind() throws IOException {
    strangers(3);
    search().close();
    assertThat(left()).isZero();
    assertThatThrownBy(
            () ->
                new Linkage(CONTACTS, LinkageSettings.defaults())
                    .search(
                        visitor -> {
                          give(visitor);
                          throw new IOException("connection lost");
                        },
                        folder))
        .isInstanceOf(IOException.class);
    assertThat(left()).isZero();
  }

  @Test
  void shouldRefuseRowsThatBreakTheContract() throws IOException {
    row("a", null, "Jo", "Diaz", null, null, null);
    row("a", null, "Eve", "Lee", null, null, null);
    assertThatThrownBy(this::search)
        .isInstanceOf(LinkageException.class)
        .hasMessageContaining("found a twice");
    rows.clear();
    rows.add(new String[] {"a", "only one"});
    assertThatThrownBy(this::search)
        .isInstanceOf(LinkageException.class)
        .hasMessageContaining("6 values, but found id a and 1 values");
    assertThat(left()).isZero();
  }

  @Test
  void shouldAcceptNoRowsAndOneRow() {
    assertThat(groups()).isEmpty();
    row("a", null, null, null, null, null, null);
    assertThat(groups()).isEmpty();
  }

  @Test
  void shouldProposeOutletsOfOneName() {
    LinkageSchema outlets =
        new LinkageSchema(
            List.of(
                new LinkageField("name", Meaning.ORGANISATION),
                new LinkageField("state", Meaning.REGION),
                new LinkageField("city", Meaning.CITY)));
    for (int i = 0; i < 200; i++) {
      String state = "S" + i % 50;
      rows.add(new String[] {"o" + i, "Station " + (char) ('A' + i % 26) + i, state, "Town" + i});
    }
    rows.add(new String[] {"x", "CNN", "GA", "Atlanta"});
    rows.add(new String[] {"y", "cnn.com", "GA", "atlanta"});
    rows.add(new String[] {"z", "CNN, Inc.", "GA", null});
    List<LinkedGroup> groups = new ArrayList<>();
    try (Linked linked =
        new Linkage(outlets, LinkageSettings.defaults()).search(this::give, folder)) {
      linked.forEachGroup(groups::add);
    }
    assertThat(groups).anySatisfy(g -> assertThat(g.members()).containsExactly("x", "y", "z"));
    assertThat(groups).allSatisfy(g -> assertThat(g.members()).isSubsetOf("x", "y", "z"));
  }

  private static LinkedGroup only(List<LinkedGroup> groups) {
    assertThat(groups).hasSize(1);
    return groups.getFirst();
  }

  private List<LinkedGroup> groups() {
    List<LinkedGroup> groups = new ArrayList<>();
    try (Linked linked = search()) {
      linked.forEachGroup(groups::add);
    }
    return groups;
  }

  private Linked search() {
    return new Linkage(CONTACTS, LinkageSettings.defaults()).search(this::give, folder);
  }

  private void give(LinkageRows.RowVisitor visitor) {
    for (String[] row : rows) {
      visitor.row(row[0], Arrays.copyOfRange(row, 1, row.length));
    }
  }

  private void row(String... values) {
    rows.add(values);
  }

  /** Rows of people who have nothing in common but given names and outlets. */
  private void strangers(int count) {
    for (int i = 0; i < count; i++) {
      Random random = new Random(i * 7919L);
      row(
          "s" + i,
          word(random, 4) + "@" + word(random, 3) + ".example",
          GIVEN[i % 10],
          word(random, 3 + i % 2),
          "Paper " + word(new Random(i % 20), 3),
          "040 " + (1_000_000 + random.nextInt(9_000_000)),
          (1940 + random.nextInt(60))
              + "-0"
              + (1 + random.nextInt(9))
              + "-"
              + (10 + random.nextInt(18)));
    }
  }

  private static String word(Random random, int syllables) {
    StringBuilder word = new StringBuilder();
    for (int s = 0; s < syllables; s++) {
      word.append("bdfgklmnprstvz".charAt(random.nextInt(14)));
      word.append("aeiou".charAt(random.nextInt(5)));
    }
    return word.toString();
  }

  private long left() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }
}
