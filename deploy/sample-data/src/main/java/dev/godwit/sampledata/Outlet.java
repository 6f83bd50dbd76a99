package dev.godwit.sampledata;

/**
 * A newspaper, station or site.
 *
 * @param name as dirty as it is
 * @param domain well-formed and in lower case; null where there is none
 */
record Outlet(String name, String domain) {}
