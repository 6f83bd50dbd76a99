package dev.godwit.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NamedStatementTest {
  @Test
  void shouldReplaceNamesByQuestionMarksInOrder() {
    NamedStatement statement =
        NamedStatement.parse("update t set a = :b where c = :customer and d = :b");
    assertThat(statement.jdbcText()).isEqualTo("update t set a = ? where c = ? and d = ?");
    assertThat(statement.parameters()).containsExactly("b", "customer", "b");
  }

  @Test
  void shouldLeaveCastsLiteralsIdentifiersAndCommentsAlone() {
    String sql =
        "select a::text, ':x', E'it\\':x', \":y\", $$ :z $$, $t$ :z $t$ -- :c\n"
            + " /* :d /* :e */ ? */ from t[1:n]";
    NamedStatement statement = NamedStatement.parse(sql);
    assertThat(statement.parameters()).isEmpty();
    assertThat(statement.jdbcText()).isEqualTo(sql);
  }

  @Test
  void shouldKeepAQuestionMarkWhenItIsAnOperator() {
    NamedStatement statement = NamedStatement.parse("select j ? 'k' and c = :customer");
    assertThat(statement.jdbcText()).isEqualTo("select j ?? 'k' and c = ?");
    assertThat(statement.inline(Map.of("customer", "a"))).isEqualTo("select j ? 'k' and c = 'a'");
  }

  @Test
  void shouldQuoteLiterals() {
    NamedStatement statement = NamedStatement.parse("select :a");
    assertThat(statement.inline(Map.of("a", "x'; drop table t --")))
        .isEqualTo("select 'x''; drop table t --'");
    assertThatThrownBy(() -> statement.inline(Map.of()))
        .hasMessageContaining("Expected a value for the parameter :a");
  }

  @Test
  void shouldSplitStatementsAtSemicolonsOutsideQuotes() {
    NamedStatement statement =
        NamedStatement.parse("select ';'; -- nothing;\n; update t set a = 1 ;\n");
    assertThat(statement.statements())
        .extracting(NamedStatement::jdbcText)
        .containsExactly("select ';'", " update t set a = 1 ");
  }

  @Test
  void shouldReplacePlaceholdersAndKeepPositions() {
    Sql sql = new Sql("select *\n  from {schema}.t where {other} = :customer", "a.sql", 10, 3);
    BoundSql bound = sql.bind(Map.of("schema", "crm_staging"));
    assertThat(bound.text()).isEqualTo("select *\n  from crm_staging.t where {other} = ?");
    assertThat(bound.positionOf(bound.statement().original().indexOf(":customer")))
        .hasToString("a.sql:11:37");
    assertThat(bound.positionOf(bound.statement().original().indexOf(".t")))
        .hasToString("a.sql:11:18");
  }
}
