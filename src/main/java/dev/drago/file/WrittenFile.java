package dev.drago.file;

/**
 * A text file as it was written.
 *
 * @param sha256 its checksum, 64 hexadecimal digits
 */
public record WrittenFile(String name, long lines, long bytes, String sha256) {}
