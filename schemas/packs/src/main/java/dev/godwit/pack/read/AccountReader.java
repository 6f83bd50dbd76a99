package dev.godwit.pack.read;

import dev.godwit.pack.Account;
import dev.godwit.pack.Sql;
import dev.godwit.pack.read.SqlReader.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads how a customer's account in the target is found. */
final class AccountReader {
  private static final String KEY = "account";
  private static final String GIVEN = "given";

  private final YamlFile file;
  private final SqlReader sql;

  AccountReader(YamlFile file, SqlReader sql) {
    this.file = file;
    this.sql = sql;
  }

  /**
   * The account; null where the pack has none. Statements that are read afterwards may have it as a
   * parameter where it is there.
   */
  Account read(YamlMapping pack) {
    Node node = pack.node(KEY);
    if (node == null) {
      return null;
    }
    Account account =
        node instanceof MappingNode mapping && isGiven(mapping)
            ? new Account(null, given(mapping))
            : new Account(query(node), Map.of());
    sql.allowAccount();
    return account;
  }

  private static boolean isGiven(MappingNode node) {
    return node.getValue().stream()
        .anyMatch(
            tuple -> tuple.getKeyNode() instanceof ScalarNode k && GIVEN.equals(k.getValue()));
  }

  private Sql query(Node node) {
    Sql query = sql.read(node, "'account'", Shape.QUERY);
    if (query != null) {
      sql.requireSchema(query, KEY);
    }
    return query;
  }

  private Map<String, String> given(MappingNode node) {
    Map<String, String> accounts = new LinkedHashMap<>();
    YamlMapping mapping = YamlMapping.closed(file, node, "'account'", List.of(GIVEN));
    Node given = mapping.required(GIVEN);
    if (given == null) {
      return accounts;
    }
    for (YamlMapping.Entry entry :
        YamlMapping.open(file, given, "the accounts by customer").entries()) {
      if (!(entry.value() instanceof ScalarNode scalar) || scalar.getValue().isEmpty()) {
        file.findings()
            .add(
                file.at(entry.value()),
                "the account of customer '" + entry.key() + "'",
                YamlFile.describe(entry.value()),
                "write 'CUSTOMER: ACCOUNT'");
        continue;
      }
      if (accounts.containsValue(scalar.getValue())) {
        file.findings()
            .add(
                file.at(scalar),
                "each account for one customer",
                "'" + scalar.getValue() + "' again",
                "give each customer an account of its own: a rollback empties the account");
      }
      accounts.put(entry.key(), scalar.getValue());
    }
    return accounts;
  }
}
