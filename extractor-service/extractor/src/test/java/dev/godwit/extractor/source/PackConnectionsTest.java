package dev.godwit.extractor.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.pack.SourcePack;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackConnectionsTest {
  private final List<String> opened = new ArrayList<>();
  private final List<String> closed = new ArrayList<>();
  private final PackConnections connections = new PackConnections(this::open);

  private Connection open(SourcePack pack) throws SQLException {
    if (pack.fingerprint().equals("refused")) {
      throw new SQLException("no such database");
    }
    opened.add(pack.fingerprint());
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                closed.add(pack.fingerprint());
              }
              return null;
            });
  }

  @Test
  void shouldOpenAnotherConnectionWhenThePacksFilesWereChanged() throws Exception {
    Connection former = connections.of(pack("former"));
    assertThat(connections.of(pack("former")) == former).isTrue();
    assertThat(connections.of(pack("newer")) == former).isFalse();
    assertThat(opened).containsExactly("former", "newer");
    assertThat(closed).containsExactly("former");
    connections.close();
    assertThat(closed).containsExactly("former", "newer");
  }

  @Test
  void shouldNotGoOnWithTheFormerDatabaseWhenTheNewerOneCannotBeReached() throws Exception {
    connections.of(pack("former"));
    assertThatThrownBy(() -> connections.of(pack("refused"))).isInstanceOf(SQLException.class);
    assertThat(closed).containsExactly("former");
  }

  private static SourcePack pack(String fingerprint) {
    return new SourcePack("pack", fingerprint, null, null, null, null, null, Map.of());
  }
}
