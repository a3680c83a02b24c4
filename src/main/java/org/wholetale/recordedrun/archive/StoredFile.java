package org.wholetale.recordedrun.archive;

/**
 * A file that lies in a store.
 *
 * @param path relative to the store's location, parts separated by {@code /}
 * @param size in bytes
 */
public record StoredFile(String path, long size) {}
