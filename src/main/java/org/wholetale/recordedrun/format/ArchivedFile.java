package org.wholetale.recordedrun.format;

/**
 * A file of a run's archive.
 *
 * @param path within the archive
 * @param size bytes
 * @param sha256 in hex
 */
public record ArchivedFile(String path, long size, String sha256, String mediaType) {}
