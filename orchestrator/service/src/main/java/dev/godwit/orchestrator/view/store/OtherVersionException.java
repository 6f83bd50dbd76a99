package dev.godwit.orchestrator.view.store;

/** A document of the read model is not of this version; retriable once it was rebuilt. */
public final class OtherVersionException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  OtherVersionException(Class<?> type, Throwable cause) {
    super(
        "Expected a %s of this version in the read model, found other JSON. Rebuild it with godwit view rebuild."
            .formatted(type.getSimpleName()),
        cause);
  }
}
