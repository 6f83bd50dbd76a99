package dev.godwit.it;

import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.Stack;
import dev.godwit.local.stack.StackSettings;

/** The embedded broker, registry and PostgreSQL, each a process of the stack. */
final class EmbeddedParts implements InfrastructureParts {
  @Override
  public Stack start(StackSettings settings) {
    Stack stack = new Stack(settings);
    stack.start(Part.INFRASTRUCTURE, line -> {});
    return stack;
  }

  @Override
  public boolean embedded() {
    return true;
  }

  @Override
  public void close() {
    // They end with the stack.
  }
}
