package dev.drago.llama;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Java's layouts against those that a C compiler finds in the header of build b4916. The file is
 * printed by {@code native/offsets.c}, and every native build compares its own header with it.
 */
final class LayoutsTest {

  private static final Map<String, StructLayout> JAVA =
      Map.of(
          "llama_model_params", Layouts.MODEL_PARAMS,
          "llama_context_params", Layouts.CONTEXT_PARAMS,
          "llama_batch", Layouts.BATCH,
          "llama_kv_cache_view", Layouts.CACHE_VIEW,
          "llama_chat_message", Layouts.CHAT_MESSAGE,
          "llama_sampler_chain_params", Layouts.SAMPLER_CHAIN_PARAMS,
          "llama_token_data", Layouts.TOKEN_DATA,
          "llama_token_data_array", Layouts.TOKEN_DATA_ARRAY);

  private final JsonNode header = header();

  @Test
  void everyStructureHasTheFieldsOfTheHeaderInTheirPlaces() {
    JAVA.forEach(
        (name, layout) -> {
          assertThat(layout.byteSize()).as("size of %s", name).isEqualTo(header.get(name).asLong());
          assertThat(fieldsOf(layout)).as(name).isEqualTo(fieldsOf(name));
        });
  }

  @Test
  void theNumbersBehindNamesAreThoseOfTheHeader() {
    for (Pooling pooling : Pooling.values()) {
      assertThat(header.get("LLAMA_POOLING_TYPE_" + pooling).asInt()).isEqualTo(pooling.code);
    }
    for (TensorType type : TensorType.values()) {
      assertThat(header.get("GGML_TYPE_" + type).asInt()).as("%s", type).isEqualTo(type.code);
    }
    assertThat(header.get("GGML_BACKEND_DEVICE_TYPE_GPU").asInt()).isEqualTo(Device.Kind.GPU.code);
    assertThat(header.get("pointer").asLong()).isEqualTo(ValueLayout.ADDRESS.byteSize());
  }

  /** Offset and size by name. */
  private Map<String, List<Long>> fieldsOf(String struct) {
    Map<String, List<Long>> fields = new TreeMap<>();
    String prefix = struct + ".";
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (entry.getKey().startsWith(prefix)) {
        JsonNode place = entry.getValue();
        fields.put(
            entry.getKey().substring(prefix.length()),
            List.of(place.get(0).asLong(), place.get(1).asLong()));
      }
    }
    return fields;
  }

  private static Map<String, List<Long>> fieldsOf(StructLayout layout) {
    Map<String, List<Long>> fields = new TreeMap<>();
    for (MemoryLayout member : layout.memberLayouts()) {
      if (!(member instanceof PaddingLayout)) {
        String name = member.name().orElseThrow();
        long offset = layout.byteOffset(PathElement.groupElement(name));
        fields.put(name, List.of(offset, member.byteSize()));
      }
    }
    return fields;
  }

  private static JsonNode header() {
    try (InputStream in =
        Objects.requireNonNull(LayoutsTest.class.getResourceAsStream("layouts.json"))) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
