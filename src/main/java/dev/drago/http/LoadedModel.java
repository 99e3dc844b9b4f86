package dev.drago.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A model in service.
 *
 * @param gpuLayers how many of its layers are on a GPU
 * @param figures what was measured of it when it was made, from the manifest
 */
public record LoadedModel(
    String role,
    String id,
    String sha256,
    String licence,
    int gpuLayers,
    Map<String, JsonNode> figures) {}
