package dev.godwit.orchestrator.domain.state;

/**
 * Who asked for which customer to be moved, with which packs.
 *
 * @param customer the customer's id in the old system
 * @param sourcePack name of the source pack
 * @param targetPack name of the target pack
 * @param by who asked first; must not approve
 */
public record Request(String customer, String sourcePack, String targetPack, String by) {
  /** The same request with other packs. */
  public Request withPacks(String source, String target) {
    return new Request(customer, source, target, by);
  }
}
