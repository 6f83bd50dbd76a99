package dev.godwit.orchestrator.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Reads the JSON of commands within limits that hold before a tree is built: a small text must not
 * become a large tree. Ten thousand keys of a replay, and as many decisions as a command of the
 * largest size can hold, stay within them. A key that an object has twice is an error, since two
 * readers could take another one each. Thread-safe.
 */
public final class CommandJson {
  private static final int MOST_DEPTH = 16;
  private static final int LONGEST_NAME = 60_000;
  private static final int LONGEST_STRING = 500_000;
  private static final int LONGEST_NUMBER = 40;
  private static final long MOST_TOKENS = 200_000;
  private static final ObjectMapper MAPPER = make();

  private CommandJson() {}

  private static ObjectMapper make() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MOST_DEPTH)
                    .maxNameLength(LONGEST_NAME)
                    .maxStringLength(LONGEST_STRING)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxTokenCount(MOST_TOKENS)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    return new ObjectMapper(factory).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /** The reader, which nobody may configure. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }
}
