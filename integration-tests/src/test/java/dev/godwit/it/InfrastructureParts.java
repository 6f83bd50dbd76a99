package dev.godwit.it;

import dev.godwit.local.stack.Stack;
import dev.godwit.local.stack.StackSettings;

/** The origin of broker, registry and database. */
interface InfrastructureParts extends AutoCloseable {
  /** Switch that asks for containers: {@code -Dgodwit.containers=true}. */
  String SWITCH = "godwit.containers";

  /** Starts them, and returns the stack for the services. */
  Stack start(StackSettings settings);

  /** True where they are processes of the stack. */
  boolean embedded();

  @Override
  void close();

  /** Containers where they are asked for and an engine is there; the embedded parts otherwise. */
  static InfrastructureParts chosen() {
    if (!Boolean.getBoolean(SWITCH)) {
      return new EmbeddedParts();
    }
    if (ContainerParts.engineIsThere()) {
      return new ContainerParts();
    }
    System.err.printf(
        "Expected a container engine, because -D%s=true, but found none."
            + " The tests use the embedded parts instead.%n",
        SWITCH);
    return new EmbeddedParts();
  }
}
