package dev.godwit.pack.draft;

import java.util.List;
import java.util.Map;

/**
 * An entity of a target pack.
 *
 * @param name name
 * @param id how ids are made
 * @param idNote comment about that; null for none
 * @param fields fields that the pack declares, with what stands behind them
 * @param tables its tables
 */
record TargetEntityDraft(
    String name,
    String id,
    String idNote,
    Map<String, String> fields,
    List<TargetTableDraft> tables) {}
