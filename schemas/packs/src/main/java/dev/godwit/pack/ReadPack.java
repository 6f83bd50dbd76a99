package dev.godwit.pack;

import java.util.List;

/**
 * The result of reading one pack's folder: a source pack, a target pack, or findings. Immutable.
 *
 * @param name the pack's name, which is that of its folder; empty where the folder of packs could
 *     not be read
 * @param fingerprint SHA-256 over its files, in hexadecimal; empty where they could not be read
 * @param source the pack where it is a source without a finding, else null
 * @param target the pack where it is a target without a finding, else null
 * @param findings all that is wrong in it; empty for a pack that can be used
 */
public record ReadPack(
    String name, String fingerprint, SourcePack source, TargetPack target, List<Finding> findings) {

  public ReadPack {
    findings = List.copyOf(findings);
  }
}
