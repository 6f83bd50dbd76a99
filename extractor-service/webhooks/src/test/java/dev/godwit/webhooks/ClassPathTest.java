package dev.godwit.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Driver;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The webhooks process faces the internet: it must not be able to talk to a database. */
class ClassPathTest {
  @Test
  void shouldHaveNoJdbcDriverWhenTheClassPathIsSearched() {
    assertThat(ServiceLoader.load(Driver.class)).isEmpty();
    for (String driver :
        new String[] {
          "org.postgresql.Driver",
          "org.mariadb.jdbc.Driver",
          "com.mysql.cj.jdbc.Driver",
          "io.agroal.api.AgroalDataSource",
          "dev.godwit.pack.SourcePack"
        }) {
      assertThatThrownBy(() -> Class.forName(driver)).isInstanceOf(ClassNotFoundException.class);
    }
  }
}
