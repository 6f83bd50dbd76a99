package dev.godwit.it;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts the stack before the first class that needs it, and ends it after the last. After a failed
 * test it ends that test's runs and starts killed processes.
 */
public final class SharedStack implements BeforeAllCallback, AfterEachCallback, ParameterResolver {
  private static final Namespace SPACE = Namespace.create(SharedStack.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    of(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      of(context).tidy();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == RunningGodwit.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return of(context);
  }

  private static RunningGodwit of(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(SPACE)
        .getOrComputeIfAbsent(
            RunningGodwit.class, type -> RunningGodwit.start(), RunningGodwit.class);
  }
}
