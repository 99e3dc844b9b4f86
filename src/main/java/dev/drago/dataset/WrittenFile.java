package dev.drago.dataset;

/**
 * A file of a data set.
 *
 * @param sha256 its checksum, 64 hexadecimal digits
 */
record WrittenFile(String name, long lines, long bytes, String sha256) {}
