package dev.drago.http;

import java.util.Map;

/**
 * From what an answer was made.
 *
 * @param catalogue the number of the last change of the catalogue
 * @param models checksum by role
 */
record Versions(long catalogue, Map<String, String> models) {}
