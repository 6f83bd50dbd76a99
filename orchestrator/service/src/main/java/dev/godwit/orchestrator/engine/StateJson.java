package dev.godwit.orchestrator.engine;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityPlan;
import dev.godwit.orchestrator.domain.state.ChunkSet;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.MigrationState;
import dev.godwit.orchestrator.domain.state.Programme;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Records of the domain as the stores keep them: JSON, with the name of a state in the field {@code
 * is}. A state is read only if it was written by the same {@link #VERSION}; the stores are a cache
 * of the events, so another version is not converted but built anew. Thread-safe.
 */
final class StateJson {
  /** Raised by hand where components change their meaning and keep their names and types. */
  private static final int MEANING = 7;

  /** Version of what is written: the meaning, and the shape as the build has it. */
  static final String VERSION =
      MEANING + "-" + StateShape.of(Migration.class, Programme.class, EntityPlan.class);

  private final ObjectMapper json = new ObjectMapper();

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
  private interface NamedState {}

  /** Lends its annotations to the methods of the same names of {@link ChunkSet}. */
  private abstract static class TextOfChunks {
    @JsonCreator
    static ChunkSet of(String text) {
      return ChunkSet.of(text);
    }

    @JsonValue
    abstract String text();
  }

  /** The same for {@link Entity}; a value of one text can be the key of a map as well. */
  private abstract static class NameOfEntity {
    @JsonCreator
    static Entity valueOf(String name) {
      return Entity.valueOf(name);
    }

    @JsonValue
    abstract String name();
  }

  StateJson() {
    json.setVisibility(PropertyAccessor.ALL, Visibility.NONE);
    json.setVisibility(PropertyAccessor.FIELD, Visibility.ANY);
    json.setVisibility(PropertyAccessor.CREATOR, Visibility.ANY);
    json.registerModule(new JavaTimeModule());
    json.addMixIn(MigrationState.class, NamedState.class);
    json.addMixIn(ChunkSet.class, TextOfChunks.class);
    json.addMixIn(Entity.class, NameOfEntity.class);
    register(MigrationState.class);
  }

  private void register(Class<?> type) {
    if (type.isRecord()) {
      json.registerSubtypes(new NamedType(type, type.getSimpleName()));
    } else {
      for (Class<?> one : type.getPermittedSubclasses()) {
        register(one);
      }
    }
  }

  byte[] write(Record value) {
    try {
      return json.writeValueAsBytes(value);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing " + value.getClass().getName(), e);
    }
  }

  <T> T read(byte[] value, Class<T> type) {
    try {
      return json.readValue(value, type);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Reading %s from a store; start with GODWIT_REBUILD=true to build it from the events"
              .formatted(type.getName()),
          e);
    }
  }

  /** The field {@code version} of a value; empty where it has none or is no JSON. */
  String version(byte[] value) {
    try {
      return json.readTree(value).path("version").asText();
    } catch (IOException e) {
      return "";
    }
  }
}
