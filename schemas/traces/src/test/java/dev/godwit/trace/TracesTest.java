package dev.godwit.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TracesTest {
  private static final Subject COMMAND = Subject.ofCommand("StartMigration", "id-1", "acme");

  /** Loads classes of this package anew, and none of OpenTelemetry. */
  private static final class WithoutOpenTelemetry extends ClassLoader {
    private static final String PACKAGE = Traces.class.getPackageName() + ".";
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    WithoutOpenTelemetry() {
      super(TracesTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("io.opentelemetry.")) {
        asked.add(name);
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith(PACKAGE)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String file = name.replace('.', '/') + ".class";
      try (InputStream bytes = getResourceAsStream(file)) {
        byte[] code = bytes.readAllBytes();
        return defineClass(name, code, 0, code.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  /** Runs in a loader without OpenTelemetry. */
  public static final class OffProbe implements Supplier<String> {
    @Override
    public String get() {
      Traces traces =
          Traces.of(new TraceSettings(false, TraceSettings.DEFAULT_ENDPOINT, 1, "loader", "l-1"));
      Consumed record = new Consumed("topic", 0, 1, "group", List.of());
      Subject subject = Subject.ofTask("ExtractChunk", "t", "acme", 1, "EXTRACT");
      try (Work work = traces.work(record, subject)) {
        work.repeated();
        work.failed("kind");
        return traces.getClass().getSimpleName() + work.headers();
      } finally {
        traces.close();
      }
    }
  }

  @Test
  void shouldLoadNothingOfOpenTelemetryWhenOff() throws ReflectiveOperationException {
    WithoutOpenTelemetry loader = new WithoutOpenTelemetry();
    Object probe =
        loader.loadClass(OffProbe.class.getName()).getDeclaredConstructor().newInstance();

    assertThat(((Supplier<?>) probe).get()).isEqualTo("NoTraces[]");
    assertThat(loader.asked).isEmpty();
  }

  @Test
  void shouldNeedOpenTelemetryWhenOn() throws ReflectiveOperationException {
    WithoutOpenTelemetry loader = new WithoutOpenTelemetry();
    Class<?> settings = loader.loadClass(TraceSettings.class.getName());
    Object on =
        settings.getDeclaredConstructors()[0].newInstance(
            true, TraceSettings.DEFAULT_ENDPOINT, 1.0, "loader", "l-1");

    assertThatThrownBy(
            () ->
                loader.loadClass(Traces.class.getName()).getMethod("of", settings).invoke(null, on))
        .hasRootCauseInstanceOf(ClassNotFoundException.class);
    assertThat(loader.asked).isNotEmpty();
  }

  @Test
  void shouldGiveNoHeadersWhenOff() {
    assertThat(Traces.OFF.send("topic", List.of(), COMMAND).headers()).isEmpty();
    assertThat(Traces.OFF.decide(new Consumed("t", 0, 0, "g", List.of()), COMMAND).headers())
        .isEmpty();
    assertThat(Traces.OFF.take(new Consumed("t", 0, 0, "g", List.of()), COMMAND).headers())
        .isEmpty();
  }

  @Test
  void shouldNameTheVariableWhenASettingCannotWork() {
    assertThatThrownBy(() -> new TraceSettings(true, "localhost:4317", 1, "loader", "l-1"))
        .hasMessageContaining("localhost:4317")
        .hasMessageContaining("GODWIT_TRACES_ENDPOINT");
    assertThatThrownBy(() -> new TraceSettings(true, "http://a:1", 1.5, "loader", "l-1"))
        .hasMessageContaining("1.5")
        .hasMessageContaining("GODWIT_TRACES_SAMPLED");
    assertThatThrownBy(() -> new TraceSettings(true, "http://a:1", Double.NaN, "loader", "l-1"))
        .hasMessageContaining("GODWIT_TRACES_SAMPLED");
  }

  @Test
  void shouldAddTheUsualPathWhenTheEndpointHasNone() {
    assertThat(settings("http://a:4318").address()).isEqualTo("http://a:4318/v1/traces");
    assertThat(settings("http://a:4318/").address()).isEqualTo("http://a:4318/v1/traces");
    assertThat(settings("https://a/otlp/v1/traces").address())
        .isEqualTo("https://a/otlp/v1/traces");
  }

  private static TraceSettings settings(String endpoint) {
    return new TraceSettings(true, endpoint, 1, "loader", "l-1");
  }
}
