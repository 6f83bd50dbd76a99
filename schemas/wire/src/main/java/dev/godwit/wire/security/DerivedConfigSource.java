package dev.godwit.wire.security;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Properties that follow from the environment of a process. They stand above the files of a service
 * and below the environment itself. Immutable.
 */
abstract class DerivedConfigSource implements ConfigSource {
  private static final int ORDINAL = 275;

  private final String name;
  private final Map<String, String> properties;

  DerivedConfigSource(String name, Map<String, String> properties) {
    this.name = name;
    this.properties = Map.copyOf(properties);
  }

  @Override
  public final Map<String, String> getProperties() {
    return properties;
  }

  @Override
  public final Set<String> getPropertyNames() {
    return properties.keySet();
  }

  @Override
  public final String getValue(String property) {
    return properties.get(property);
  }

  @Override
  public final String getName() {
    return name;
  }

  @Override
  public final int getOrdinal() {
    return ORDINAL;
  }
}
